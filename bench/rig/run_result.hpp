// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/histogram.hpp"
#include "bench/rig/hops.hpp"
#include "bench/rig/run_plan.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sinew::bench {

/// What happened to the operations intended for one interval of the run.
struct slice {
  /// Since the beginning of the measured part.
  std::chrono::milliseconds from{};
  std::uint64_t done = 0;
  std::uint64_t not_done = 0; // refused, failed or unanswered
  histogram latency;          // of all that ended
};

/// Something that happened during a run.
struct run_mark {
  /// Since the beginning of the measured part.
  std::chrono::milliseconds at{};
  std::string text; // "payment-2 killed"
};

/// What a run has shown. Counts and latencies are of the measured operations only, each by its intended time.
struct run_result {
  run_plan plan;

  std::uint64_t intended = 0;
  std::uint64_t done = 0;
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;
  std::uint64_t unanswered = 0;
  /// From the intended time to the end, of all that are done.
  histogram latency;
  /// From the intended time to the call of `target::begin`: the rig's own lateness. Without the operations that had to wait
  /// for others to end: that is the target's.
  histogram lateness;
  /// From the first intended time to the last end.
  std::chrono::nanoseconds span{};
  /// Of measured operations, over `span`.
  double done_per_second = 0;
  std::vector<slice> slices;
  /// What was done to the system meanwhile.
  std::vector<run_mark> marks;
  /// The longest time in which operations of one part of the system were due and none of them ended well; see
  /// `pause_watch`. Empty: nobody has watched.
  std::optional<std::chrono::nanoseconds> longest_pause;

  /// Where the time of what is done went, in the order of the way; empty: nobody asked.
  std::vector<hop> hops;

  /// The target did not keep up: as many operations were under way as may be, or some never ended. A result, and not a
  /// good one.
  bool saturated = false;
  /// Why this is no measurement at all: the rig fell behind its schedule, the machine was not idle enough before it.
  /// Empty: it is one.
  std::vector<std::string> void_reasons;

  [[nodiscard]] auto is_void() const -> bool { return !void_reasons.empty(); }

  /// Puts a run of the same plan beside this one (ABBA): counts and histograms are added, slices and marks of the first stay.
  void add(const run_result& other);
};

} // namespace sinew::bench
