// SPDX-License-Identifier: Apache-2.0
#include "bench/report/comparison.hpp"

#include "tests/unit/bench/sample_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

auto some_worse(const report& before, const report& now) -> bool {
  return std::ranges::any_of(compare(before, now, 0.1), &compared_figure::worse);
}

TEST(a_comparison, finds_what_is_slower_than_tolerated) {
  EXPECT_FALSE(some_worse(sample_report(1'000us), sample_report(1'080us)));
  EXPECT_TRUE(some_worse(sample_report(1'000us), sample_report(1'200us)));
  EXPECT_FALSE(some_worse(sample_report(1'000us), sample_report(500us)));
}

TEST(a_comparison, finds_less_throughput_and_a_lower_knee) {
  auto now = sample_report(1ms);
  now.measurements[0].result.done_per_second = 1'500;
  EXPECT_TRUE(some_worse(sample_report(1ms), now));
  now = sample_report(1ms);
  now.knees[0].rate = 7'000;
  EXPECT_TRUE(some_worse(sample_report(1ms), now));
}

TEST(a_comparison, shows_the_floor_but_does_not_blame_it) {
  auto now = sample_report(1ms);
  now.measurements[1] = sample_measurement(side::floor, 2'000, 9ms);
  EXPECT_EQ(compare(sample_report(1ms), now, 0.1).size(), 7U);
  EXPECT_FALSE(some_worse(sample_report(1ms), now));
}

TEST(a_comparison, leaves_out_what_is_void_or_was_measured_once) {
  auto now = sample_report(9ms);
  now.knees.clear();
  now.measurements[0].result.void_reasons = {"busy"};
  now.measurements[1].result.plan.rate = 1;
  EXPECT_TRUE(compare(sample_report(1ms), now, 0.1).empty());
}

} // namespace
} // namespace sinew::bench
