// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/schedule.hpp"

#include "kernel/assertion.hpp"

#include <cmath>

namespace sinew::bench {

schedule::schedule(const run_plan& plan)
    : spread_{plan.spread}, mean_interval_{1e9 / plan.rate}, end_{plan.warm_up + plan.duration}, chance_{plan.seed} {
  SINEW_ASSERT(plan.rate > 0);
  advance();
}

void schedule::advance() {
  if (spread_ == arrivals::constant) { // by multiplication, so that rounding does not add up
    due_ = offset{std::llround(static_cast<double>(begun_) * mean_interval_)};
  } else {
    random_time_ += interval();
    due_ = offset{std::llround(random_time_)};
  }
  ++begun_;
}

// By inversion and not by std::exponential_distribution, whose numbers differ between standard libraries.
auto schedule::interval() -> double {
  const double uniform = static_cast<double>(chance_() >> 11U) * 0x1p-53; // 0 … 1, without 1
  return -std::log1p(-uniform) * mean_interval_;
}

} // namespace sinew::bench
