// SPDX-License-Identifier: Apache-2.0
#include "kernel/base64url.hpp"

#include <array>
#include <cstdint>

namespace sinew {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t nothing = 0xff;

/// The value of each character; `nothing` where it has none.
constexpr auto values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(nothing);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table.at(static_cast<unsigned char>(alphabet[i])) = static_cast<std::uint8_t>(i);
  return table;
}();

} // namespace

auto to_base64url(bytes_view data) -> std::string {
  std::string text;
  text.reserve((data.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int count = 0;
  for (const auto byte : data) {
    bits = (bits << 8 | std::to_integer<std::uint32_t>(byte)) & 0xffffU;
    for (count += 8; count >= 6; count -= 6)
      text += alphabet[bits >> (count - 6) & 63U];
  }
  if (count > 0)
    text += alphabet[bits << (6 - count) & 63U];
  return text;
}

auto from_base64url(std::string_view text) -> std::optional<bytes> {
  bytes data;
  data.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = values.at(static_cast<unsigned char>(c));
    if (value == nothing)
      return std::nullopt;
    bits = (bits << 6 | value) & 0x3fffU;
    if ((count += 6) < 8)
      continue;
    count -= 8;
    data.push_back(static_cast<std::byte>(bits >> count & 0xffU));
  }
  // A single character holds no byte, and what is left over must say nothing.
  if (count >= 6 || (bits & ((1U << count) - 1)) != 0)
    return std::nullopt;
  return data;
}

} // namespace sinew
