// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/query_string.hpp"

#include "gateway/http/http_message.hpp"

#include <fmt/format.h>

#include <charconv>

namespace sinew::gateway {

namespace {

constexpr std::size_t most_parts = 64;

auto decoded(std::string_view text) -> result<std::string> {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    unsigned char value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 2 || read.ptr != digits.data() + digits.size() || read.ec != std::errc{})
      return fail(errc::invalid_input, "the query: a percent sign in it encodes nothing");
    plain += static_cast<char>(value);
    i += 2;
  }
  return plain;
}

/// RFC 3986, 2.3.
auto is_unreserved(char c) -> bool {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

} // namespace

auto parts_of_query(std::string_view query) -> result<std::vector<std::string>> {
  std::vector<std::string> parts;
  for (const auto part : list_of(query, '&')) {
    auto plain = decoded(part);
    if (!plain)
      return tl::unexpected{plain.error()};
    if (parts.size() == most_parts)
      return fail(errc::invalid_input, "the query: has too many parts");
    parts.push_back(std::move(*plain));
  }
  return parts;
}

auto query_encoded(std::string_view text) -> std::string {
  std::string safe;
  for (const auto c : text)
    if (is_unreserved(c))
      safe += c;
    else
      safe += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return safe;
}

} // namespace sinew::gateway
