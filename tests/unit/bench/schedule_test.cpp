// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

auto all_of(const run_plan& plan) -> std::vector<schedule::offset> {
  std::vector<schedule::offset> times;
  schedule s{plan};
  for (auto due = s.due(); due; due = s.due()) {
    times.push_back(*due);
    s.advance();
  }
  return times;
}

TEST(a_schedule, spaces_constant_arrivals_evenly_and_does_not_drift) {
  const auto times = all_of({.rate = 3, .spread = arrivals::constant, .warm_up = 0s, .duration = 1'000s});
  ASSERT_EQ(times.size(), 3'000U);
  EXPECT_EQ(times.front(), 0ns);
  EXPECT_EQ(times[1], 333'333'333ns);
  EXPECT_EQ(times[2'997], 999s);
}

TEST(a_schedule, lasts_for_warm_up_and_duration) {
  EXPECT_EQ(all_of({.rate = 1'000, .spread = arrivals::constant, .warm_up = 1s, .duration = 2s}).size(), 3'000U);
}

TEST(a_schedule, spreads_poisson_arrivals_exponentially) {
  const auto times = all_of({.rate = 10'000, .warm_up = 0s, .duration = 20s});
  constexpr double expected = 200'000;
  EXPECT_NEAR(static_cast<double>(times.size()), expected, 5 * std::sqrt(expected));
  // Of exponential intervals, exp(-1) are longer than the mean, and exp(-3) longer than three times that.
  std::size_t longer = 0;
  std::size_t much_longer = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    longer += times[i] - times[i - 1] > 100us ? 1U : 0U;
    much_longer += times[i] - times[i - 1] > 300us ? 1U : 0U;
  }
  EXPECT_NEAR(static_cast<double>(longer) / expected, std::exp(-1), 0.01);
  EXPECT_NEAR(static_cast<double>(much_longer) / expected, std::exp(-3), 0.005);
}

TEST(a_schedule, never_goes_back) {
  const auto times = all_of({.rate = 1'000'000, .warm_up = 0s, .duration = 100ms});
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
}

TEST(a_schedule, is_the_same_for_the_same_seed_and_another_for_another) {
  const run_plan plan{.rate = 500, .seed = 7};
  auto other = plan;
  other.seed = 8;
  EXPECT_EQ(all_of(plan), all_of(plan));
  EXPECT_NE(all_of(plan), all_of(other));
}

} // namespace
} // namespace sinew::bench
