// SPDX-License-Identifier: Apache-2.0
#include "kernel/names.hpp"

#include <algorithm>

namespace sinew {

namespace {

constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_name = 48;

auto is_lower(char c) -> bool {
  return c >= 'a' && c <= 'z';
}

auto is_digit(char c) -> bool {
  return c >= '0' && c <= '9';
}

auto is_id_character(char c) -> bool {
  return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

auto is_name_character(char c) -> bool {
  return is_lower(c) || is_digit(c) || c == '_';
}

} // namespace

auto is_valid_id(std::string_view id) -> bool {
  return !id.empty() && id.size() <= longest_id && std::ranges::all_of(id, is_id_character);
}

auto check_id(std::string_view id) -> result<void> {
  if (is_valid_id(id))
    return {};
  constexpr std::size_t shown = 80;
  return fail(errc::invalid_input,
              "id '" + std::string{id.substr(0, shown)} + "' is not valid: use 1 to 64 letters, digits, '_' or '-'");
}

auto is_valid_name(std::string_view name) -> bool {
  return !name.empty() && name.size() <= longest_name && is_lower(name.front()) &&
         std::ranges::all_of(name, is_name_character);
}

} // namespace sinew
