// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"

#include <cstdint>

namespace sinew {

inline constexpr std::uint64_t empty_fingerprint = 0xcbf29ce484222325ULL;

/// FNV-1a, 64 bits (Fowler, Noll, Vo): tells accidents, not attacks. `before` goes on with an earlier one.
inline auto fingerprint(bytes_view of, std::uint64_t before = empty_fingerprint) -> std::uint64_t {
  for (const auto b : of)
    before = (before ^ static_cast<std::uint8_t>(b)) * 0x100000001b3ULL;
  return before;
}

} // namespace sinew
