// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "kernel/time.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sinew {

/// A 128-bit identifier (RFC 9562). Ordered and hashed by value; all zero means "none".
struct uuid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  auto operator<=>(const uuid&) const = default;
  [[nodiscard]] auto is_nil() const -> bool { return high == 0 && low == 0; }
};

/// Version 7 (RFC 9562 section 5.7): milliseconds of `now` first, so that ids sort by time of birth; then `random` bits.
auto uuid_v7(timestamp now, std::uint64_t random_high, std::uint64_t random_low) -> uuid;

/// An id derived from another and a name, the same at every repetition: what makes a redelivered reaction harmless.
/// Marked as version 8 (RFC 9562 section 5.8, "custom"); two independent FNV-1a lanes with a final mix.
auto derived_uuid(const uuid& from, std::string_view name) -> uuid;

/// 36 characters, lower case.
auto to_string(const uuid& id) -> std::string;

/// Accepts the 36-character form only; `invalid_input` names the text otherwise.
auto parse_uuid(std::string_view text) -> result<uuid>;

} // namespace sinew

template <>
struct std::hash<sinew::uuid> {
  auto operator()(const sinew::uuid& id) const noexcept -> std::size_t {
    return static_cast<std::size_t>(id.high * 0x9e3779b97f4a7c15ULL ^ id.low);
  }
};
