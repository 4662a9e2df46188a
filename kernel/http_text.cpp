// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_text.hpp"

#include <algorithm>

namespace sinew {

namespace {

auto lower(char c) -> char {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

auto same_token(std::string_view a, std::string_view b) -> bool {
  return std::ranges::equal(a, b, {}, lower, lower);
}

auto trimmed(std::string_view text) -> std::string_view {
  constexpr std::string_view blanks = " \t";
  const auto first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace sinew
