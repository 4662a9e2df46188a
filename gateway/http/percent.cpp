// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/percent.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace sinew::gateway {

namespace {

auto is_unreserved(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

} // namespace

auto percent_decoded(std::string_view text) -> std::optional<std::string> {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    unsigned char value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || read.ptr != digits.data() + digits.size() || read.ec != std::errc{})
      return std::nullopt;
    plain += static_cast<char>(value);
    i += 2;
  }
  return plain;
}

auto form_decoded(std::string_view text) -> std::optional<std::string> {
  std::string blanks{text};
  std::ranges::replace(blanks, '+', ' ');
  return percent_decoded(blanks);
}

auto percent_encoded(std::string_view text) -> std::string {
  std::string safe;
  for (const auto c : text)
    if (is_unreserved(c))
      safe += c;
    else
      safe += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return safe;
}

} // namespace sinew::gateway
