// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_header.hpp"

#include "kernel/http_text.hpp"

#include <algorithm>

namespace sinew {

auto find_header(const http_headers& in, std::string_view name) -> std::string_view {
  const auto found = std::ranges::find_if(in, [&](const http_header& h) { return same_token(h.name, name); });
  return found == in.end() ? std::string_view{} : std::string_view{found->value};
}

} // namespace sinew
