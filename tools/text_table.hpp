// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/terminal.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sinew {

struct table_cell {
  std::string text;
  ink color = ink::plain;
  bool is_number = false; // to the right
};
using table_row = std::vector<table_cell>;

/// Columns as wide as their widest entry; the first row is the heading. All rows have as many cells as that. Lines with their
/// ends.
auto table_text(const std::vector<table_row>& rows, const terminal& where) -> std::string;

} // namespace sinew
