// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sinew {

/// The pause before try number `attempt` (1 is the first repetition): doubled each time up to `longest`, then somewhere
/// between half and all of that, chosen by `random`, so that those who failed together do not come back together.
/// ("Equal jitter", M. Brooker, Exponential Backoff and Jitter, 2015.)
inline auto backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest, std::uint64_t attempt,
                    std::uint64_t random) -> std::chrono::milliseconds {
  const auto doublings = std::min<std::uint64_t>(attempt > 0 ? attempt - 1 : 0, 20);
  const auto whole = std::min<std::chrono::milliseconds>(first * (1LL << doublings), longest);
  const auto half = whole.count() / 2;
  return std::chrono::milliseconds{half + static_cast<std::int64_t>(random % static_cast<std::uint64_t>(half + 1))};
}

} // namespace sinew
