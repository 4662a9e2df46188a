// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_result.hpp"
#include "bench/rig/target.hpp"

#include <chrono>

namespace sinew::bench {

/// Writes down what becomes of a run's operations. All times are since the beginning of the warm-up; what was intended
/// before its end is passed over.
class run_record {
 public:
  using time = std::chrono::nanoseconds;

  explicit run_record(const run_plan& plan);

  /// Whether it is measured.
  [[nodiscard]] auto counts(time intended) const -> bool { return intended >= from_; }

  /// `excused`: it waited for other operations to end, so that its lateness is not the rig's.
  void begun(time intended, time now, bool excused);
  void ended(time intended, time now, outcome how);
  /// The run is over without an answer to it, or before it could even be begun.
  void unanswered(time intended);
  void saturated() { result_.saturated = true; }

  /// Sums up. To be called last.
  [[nodiscard]] auto close() -> run_result;

 private:
  auto slice_of(time intended) -> slice&;
  void judge();

  run_result result_;
  time from_; // end of the warm-up
  time slice_width_;
  time first_{};
  time last_{};
};

} // namespace sinew::bench
