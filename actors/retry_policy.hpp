// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/backoff.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace sinew {

/// How a failed call is repeated. For hiccups only: what lasts longer than the pauses here is for whoever holds the
/// work (a reader, a log), not for a call that keeps a caller waiting.
struct retry_options {
  /// How often one call is tried in all; 1 never repeats. 1 … 20.
  unsigned attempts = 3;
  /// The pause before the first repetition, doubled before each further one up to the longest, with jitter.
  std::chrono::milliseconds first_pause{100};
  std::chrono::milliseconds longest_pause{1'000};
  /// Repetitions may be at most this share of all calls … 0 … 100.
  unsigned budget_percent = 20;
  /// … beyond this reserve, which lets a party that is rarely called be asked again at all. 0 … 10,000.
  unsigned reserve = 10;

  /// All faults at once, each naming the field and its range; empty when there is none.
  [[nodiscard]] auto validate() const -> std::vector<std::string>;
};

/// Keeps repetitions from becoming a load of their own: when everything fails, `attempts` times the traffic is the last
/// thing the other side needs. Each call pays in a share of a repetition, each repetition takes out a whole one.
///
/// Pure. Repetitions granted never exceed reserve + budget_percent / 100 * calls. (B. Beyer et al., Site Reliability
/// Engineering, 2016, ch. 21; token bucket as in Finagle's RetryBudget.)
class retry_budget {
 public:
  explicit retry_budget(const retry_options& options)
      : per_call_{options.budget_percent},
        most_{std::max(options.reserve, 1U) * price},
        left_{options.reserve * price} {}

  /// A call has begun (its first attempt).
  void earn() { left_ = std::min(left_ + per_call_, most_); }
  /// False: no repetition now.
  auto spend() -> bool {
    if (left_ < price)
      return false;
    left_ -= price;
    return true;
  }
  /// Whole repetitions that are left.
  [[nodiscard]] auto left() const -> std::uint64_t { return left_ / price; }

 private:
  static constexpr std::uint64_t price = 100; // of one repetition, in percents of a call

  std::uint64_t per_call_;
  std::uint64_t most_; // savings are bounded too: a good hour does not pay for a storm
  std::uint64_t left_;
};

} // namespace sinew
