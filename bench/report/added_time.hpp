// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sinew::bench {

/// What the way to some work adds to it: ours, which go that way, against the floor, which is the same work without it; and what such a
/// way costs with no work behind it, the static route. All of one scenario at one rate; they point into the report.
struct added_time {
  const measurement* ours;
  const measurement* behind;
  const measurement* alone;

  /// Why there is no such figure, for a person; empty: there is one.
  [[nodiscard]] auto objection() const -> std::string;
  /// The difference of two percentiles, which is not the percentile of differences. May be less than 0, by chance.
  [[nodiscard]] auto at(double percent) const -> std::chrono::nanoseconds;
};

/// One for each rate at which a scenario has a static route.
auto added_times(const report& of) -> std::vector<added_time>;

} // namespace sinew::bench
