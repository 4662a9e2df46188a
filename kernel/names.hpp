// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew {

/// How many partitions a system has. Fixed for the life of a system, for it is baked into every subject.
inline constexpr std::uint32_t partition_count = 64;

/// FNV-1a, 32 bits (Fowler, Noll, Vo): what nats-server uses for `{{partition(64,n)}}`, so that any client can compute it.
constexpr auto fnv1a32(std::string_view text) -> std::uint32_t {
  std::uint32_t hash = 2166136261U;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

/// The partition of an aggregate id: 0 … 63.
constexpr auto partition_of(std::string_view id) -> std::uint32_t {
  return fnv1a32(id) % partition_count;
}

/// Ids are one subject token each: 1 to 64 of `A-Z a-z 0-9 _ -`.
auto is_valid_id(std::string_view id) -> bool;

/// Like `is_valid_id`, with a reason: `invalid_input` names the text and the rule.
auto check_id(std::string_view id) -> result<void>;

/// Names of aggregates, events, commands and services: 1 to 48 of `a-z 0-9 _`, starting with a letter.
auto is_valid_name(std::string_view name) -> bool;

/// Which aggregate: its kind and its id. The id is checked before a key is made from outside input.
struct aggregate_key {
  std::string aggregate;
  std::string id;

  auto operator<=>(const aggregate_key&) const = default;
  [[nodiscard]] auto partition() const -> std::uint32_t { return partition_of(id); }
};

} // namespace sinew
