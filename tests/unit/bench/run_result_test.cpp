// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/run_result.hpp"

#include "bench/rig/run_record.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

const run_plan plan{.rate = 10, .warm_up = 1s, .duration = 1s};

TEST(a_run_record, passes_over_the_warm_up) {
  run_record r{plan};
  r.begun(999ms, 999ms, false);
  r.ended(999ms, 1'500ms, outcome::done);
  const auto result = r.close();
  EXPECT_EQ(result.intended, 0U);
  EXPECT_EQ(result.done, 0U);
  EXPECT_EQ(result.done_per_second, 0);
}

TEST(a_run_record, counts_each_kind_of_end_and_slices_by_intended_time) {
  run_record r{plan};
  for (const auto intended : {1'000ms, 1'100ms, 1'150ms, 1'900ms})
    r.begun(intended, intended, false);
  r.ended(1'000ms, 1'010ms, outcome::done);
  r.ended(1'100ms, 1'900ms, outcome::refused);
  r.ended(1'150ms, 1'160ms, outcome::failed);
  r.unanswered(1'900ms);
  const auto result = r.close();
  EXPECT_EQ(result.intended, 4U);
  EXPECT_EQ(result.done, 1U);
  EXPECT_EQ(result.refused, 1U);
  EXPECT_EQ(result.failed, 1U);
  EXPECT_EQ(result.unanswered, 1U);
  EXPECT_TRUE(result.saturated);
  ASSERT_EQ(result.slices.size(), 10U);
  EXPECT_EQ(result.slices[0].done, 1U);
  EXPECT_EQ(result.slices[1].not_done, 2U);
  EXPECT_EQ(result.slices[1].latency.count(), 2U);
  EXPECT_EQ(result.slices[9].not_done, 1U);
  EXPECT_EQ(result.span, 900ms);
}

TEST(a_run_record, is_void_when_the_rig_itself_was_late) {
  run_record r{plan};
  for (int i = 0; i < 95; ++i)
    r.begun(1s, 1s, false);
  for (int i = 0; i < 5; ++i)
    r.begun(1s, 1s + 20ms, false);
  EXPECT_TRUE(r.close().is_void());
}

TEST(a_run_record, is_not_void_when_operations_had_to_wait_for_others) {
  run_record r{plan};
  for (int i = 0; i < 100; ++i)
    r.begun(1s, 1s + 20ms, true);
  EXPECT_FALSE(r.close().is_void());
}

TEST(a_run_record, keeps_slices_few) {
  run_record r{{.rate = 1, .warm_up = 0s, .duration = 1h}};
  r.begun(0ns, 0ns, false);
  EXPECT_EQ(r.close().slices.size(), 300U);
}

TEST(a_run_result, added_to_another_adds_counts_and_averages_no_percentile) {
  const auto one = [](std::chrono::nanoseconds latency) {
    run_record r{plan};
    r.begun(1s, 1s, false);
    r.ended(1s, 1s + latency, outcome::done);
    return r.close();
  };
  auto sum = one(100ms);
  sum.add(one(900ms));
  EXPECT_EQ(sum.done, 2U);
  EXPECT_EQ(sum.latency.count(), 2U);
  EXPECT_GT(sum.latency.max(), 899ms);
  EXPECT_LT(sum.latency.percentile(50), 101ms);
  EXPECT_DOUBLE_EQ(sum.done_per_second, 2);
}

TEST(a_run_result, is_void_with_any_of_its_runs) {
  run_result one;
  run_result other;
  other.void_reasons = {"busy"};
  one.add(other);
  one.add(other);
  EXPECT_EQ(one.void_reasons, std::vector<std::string>{"busy"});
}

} // namespace
} // namespace sinew::bench
