// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sinew {

struct http_header {
  std::string name;
  std::string value;
};
using http_headers = std::vector<http_header>;

/// The value of the first header of that name, whatever its case; empty: there is none.
auto find_header(const http_headers& in, std::string_view name) -> std::string_view;

} // namespace sinew
