// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_plan.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>

namespace sinew::bench {

/// When the operations of a run are intended to begin, one after the other, since the beginning of its warm-up. Pure: the
/// same plan has the same schedule, on every machine.
class schedule {
 public:
  using offset = std::chrono::nanoseconds;

  explicit schedule(const run_plan& plan);

  /// When the next one is intended; empty once warm-up and duration are over.
  [[nodiscard]] auto due() const -> std::optional<offset> { return due_ < end_ ? std::optional{due_} : std::nullopt; }
  /// Goes on to the one after.
  void advance();

 private:
  auto interval() -> double;

  arrivals spread_;
  double mean_interval_; // nanoseconds
  offset end_;
  std::mt19937_64 chance_;
  std::uint64_t begun_ = 0;
  double random_time_ = 0; // sum of the intervals, in nanoseconds: exact enough for more than a hundred days
  offset due_{};
};

} // namespace sinew::bench
