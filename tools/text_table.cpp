// SPDX-License-Identifier: Apache-2.0
#include "tools/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

auto table_text(const std::vector<table_row>& rows, const terminal& where) -> std::string {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& r : rows)
    for (std::size_t i = 0; i < r.size(); ++i)
      widths[i] = std::max(widths[i], r[i].text.size());
  std::string all;
  for (const auto& r : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < r.size(); ++i) {
      const bool is_last = i + 1 == r.size();
      const auto padded = r[i].is_number ? fmt::format("{:>{}}", r[i].text, widths[i])
                                         : fmt::format("{:<{}}", r[i].text, is_last ? 0 : widths[i]);
      line += " " + where.on_out(&r == &rows.front() ? ink::faint : r[i].color, padded) + (is_last ? "" : " ");
    }
    all += line + "\n";
  }
  return all;
}

} // namespace sinew
