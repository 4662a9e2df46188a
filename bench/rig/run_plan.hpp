// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sinew::bench {

/// How the times between operations are spread.
enum class arrivals : std::uint8_t {
  constant, ///< all alike
  poisson,  ///< exponentially distributed, as from many independent users
};

/// One run: so many operations per second, for so long. The schedule is made before anything is known of the target's
/// speed, and does not wait for it (open loop): Tene, "How NOT to Measure Latency", 2013.
struct run_plan {
  /// Operations per second that are begun. 1 … 1,000,000.
  double rate = 1'000;
  arrivals spread = arrivals::poisson;
  /// Load that is not measured, before what is.
  std::chrono::milliseconds warm_up{1'000};
  /// What is measured: the operations whose intended time lies in it.
  std::chrono::milliseconds duration{5'000};
  /// How long the last operations may take to end; what has not ended by then counts as unanswered.
  std::chrono::milliseconds patience{10'000};
  /// Operations under way at once. When so many are, the next begins late; its latency still counts from its intended time,
  /// and the run is told apart as saturated. 1 … 1,000,000.
  std::size_t in_flight = 65'536;
  /// Of the random intervals.
  std::uint64_t seed = 1;
};

} // namespace sinew::bench
