// SPDX-License-Identifier: Apache-2.0
#include "projection/list_cursor.hpp"

#include "kernel/names.hpp"
#include "projection/fingerprint.hpp"

#include <fmt/format.h>
#include <charconv>
#include <optional>

namespace sinew {

namespace {

// Twice sixteen digits in front: of what it belongs to, and of the whole, for damage. Then, in hexadecimal digits, the id, a
// line end and the value.
constexpr std::size_t digits = 16;

auto hex_of(std::string_view text) -> std::string {
  std::string hex;
  hex.reserve(2 * text.size());
  for (const char c : text)
    hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

auto number_of(std::string_view hex) -> std::optional<std::uint64_t> {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
  return fault == std::errc{} && end == hex.data() + hex.size() ? std::optional{value} : std::nullopt;
}

auto text_of(std::string_view hex) -> std::optional<std::string> {
  std::string text;
  for (std::size_t at = 0; at + 2 <= hex.size(); at += 2) {
    const auto value = number_of(hex.substr(at, 2));
    if (!value)
      return std::nullopt;
    text += static_cast<char>(*value);
  }
  return hex.size() % 2 == 0 ? std::optional{text} : std::nullopt;
}

auto seal_of(std::uint64_t question, std::string_view payload) -> std::uint64_t {
  return fingerprint(as_bytes(payload), fingerprint(as_bytes(fmt::format("{:016x}", question))));
}

auto damaged() -> tl::unexpected<error> {
  return fail(errc::invalid_input, "the cursor is damaged; begin again without one");
}

} // namespace

auto write_cursor(const list_place& place, std::uint64_t question) -> std::string {
  const auto* number = std::get_if<std::int64_t>(&place.value);
  const auto payload =
      hex_of(place.id + "\n" + (number != nullptr ? std::to_string(*number) : std::get<1>(place.value)));
  return fmt::format("{:016x}{:016x}{}", question, seal_of(question, payload), payload);
}

auto parse_cursor(std::string_view text, std::uint64_t question, column_type sort) -> result<list_place> {
  if (text.size() < 2 * digits)
    return damaged();
  const auto payload = text.substr(2 * digits);
  const auto asked = number_of(text.substr(0, digits));
  const auto seal = number_of(text.substr(digits, digits));
  if (!asked || !seal || *seal != seal_of(*asked, payload))
    return damaged();
  if (*asked != question)
    return fail(errc::invalid_input, "the cursor belongs to another question; begin again without one");
  const auto plain = text_of(payload);
  const auto end = plain ? plain->find('\n') : std::string::npos;
  if (end == std::string::npos || !is_valid_id(plain->substr(0, end)))
    return damaged();
  auto value = plain->substr(end + 1);
  if (sort == column_type::text)
    return list_place{std::move(value), plain->substr(0, end)};
  std::int64_t number = 0;
  const auto [last, fault] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (fault != std::errc{} || last != value.data() + value.size())
    return damaged();
  return list_place{number, plain->substr(0, end)};
}

} // namespace sinew
