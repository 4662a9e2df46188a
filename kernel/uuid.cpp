// SPDX-License-Identifier: Apache-2.0
#include "kernel/uuid.hpp"

#include <array>
#include <charconv>

namespace sinew {

namespace {

constexpr std::uint64_t version_mask = 0xf000;
constexpr std::uint64_t variant_mask = 0xc000'0000'0000'0000;
constexpr std::uint64_t variant_bits = 0x8000'0000'0000'0000;

auto stamped(uuid id, std::uint64_t version) -> uuid {
  id.high = (id.high & ~version_mask) | (version << 12);
  id.low = (id.low & ~variant_mask) | variant_bits;
  return id;
}

// FNV-1a 64 (Fowler, Noll, Vo), seeded so that two lanes differ.
auto fnv1a64(std::uint64_t hash, std::string_view text) -> std::uint64_t {
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

// The finalizer of MurmurHash3 (Appleby): every input bit reaches every output bit.
auto mixed(std::uint64_t x) -> std::uint64_t {
  x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdULL;
  x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

} // namespace

auto uuid_v7(timestamp now, std::uint64_t random_high, std::uint64_t random_low) -> uuid {
  const auto since_epoch = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  const auto milliseconds = static_cast<std::uint64_t>(since_epoch) & 0xffff'ffff'ffffULL;
  return stamped({(milliseconds << 16) | (random_high & 0x0fff), random_low}, 7);
}

auto derived_uuid(const uuid& from, std::string_view name) -> uuid {
  const auto high = mixed(fnv1a64(0xcbf29ce484222325ULL ^ from.high, name) + from.low);
  const auto low = mixed(fnv1a64(0x84222325cbf29ce4ULL ^ from.low, name) + from.high);
  return stamped({high, low}, 8);
}

auto to_string(const uuid& id) -> std::string {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20)
      text += '-';
    const auto half = nibble < 16 ? id.high : id.low;
    text += digits[(half >> (60 - 4 * (nibble % 16))) & 0xf];
  }
  return text;
}

auto parse_uuid(std::string_view text) -> result<uuid> {
  const auto malformed = [&] { return fail(errc::invalid_input, "'" + std::string{text} + "' is not a UUID"); };
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return malformed();
  std::array<char, 32> hex{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (i != 8 && i != 13 && i != 18 && i != 23)
      hex[at++] = text[i];
  uuid id;
  const auto* const middle = hex.data() + 16;
  const auto high = std::from_chars(hex.data(), middle, id.high, 16);
  const auto low = std::from_chars(middle, hex.data() + 32, id.low, 16);
  if (high.ec != std::errc{} || high.ptr != middle || low.ec != std::errc{} || low.ptr != hex.data() + 32)
    return malformed();
  return id;
}

} // namespace sinew
