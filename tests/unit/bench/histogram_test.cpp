// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/histogram.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

auto one_to(int most) -> histogram {
  histogram h;
  for (int i = 1; i <= most; ++i)
    h.record(i * 1us);
  return h;
}

void expect_near(std::chrono::nanoseconds seen, std::chrono::nanoseconds meant) {
  EXPECT_NEAR(static_cast<double>(seen.count()), static_cast<double>(meant.count()),
              static_cast<double>(meant.count()) / 1'000);
}

TEST(a_histogram, knows_percentiles_to_three_digits) {
  const auto h = one_to(10'000);
  EXPECT_EQ(h.count(), 10'000U);
  expect_near(h.percentile(50), 5'000us);
  expect_near(h.percentile(99), 9'900us);
  expect_near(h.percentile(99.9), 9'990us);
  expect_near(h.max(), 10'000us);
  expect_near(h.mean(), 5'000us);
}

TEST(a_histogram, is_exact_for_microseconds_too) {
  histogram h;
  h.record(1'234ns);
  expect_near(h.percentile(50), 1'234ns);
}

TEST(a_histogram, says_nothing_when_it_has_seen_nothing) {
  const histogram h;
  EXPECT_EQ(h.percentile(99), 0ns);
  EXPECT_EQ(h.max(), 0ns);
  EXPECT_EQ(h.mean(), 0ns);
  EXPECT_TRUE(h.curve().empty());
}

TEST(a_histogram, keeps_what_is_beyond_its_range_as_the_nearest_it_can_tell) {
  histogram h;
  h.record(-5us);
  h.record(1h);
  EXPECT_EQ(h.count(), 2U);
  EXPECT_EQ(h.percentile(50), 0ns);
  expect_near(h.max(), 60s);
}

TEST(a_histogram, added_to_another_is_as_if_all_had_been_recorded_in_one) {
  auto fast = one_to(900);
  histogram slow;
  for (int i = 0; i < 100; ++i)
    slow.record(1s);
  fast.add(slow);
  EXPECT_EQ(fast.count(), 1'000U);
  expect_near(fast.percentile(90), 900us);
  expect_near(fast.percentile(91), 1s);
}

TEST(a_histogram, draws_a_curve_that_rises_and_ends_with_all) {
  const auto curve = one_to(1'000).curve();
  ASSERT_GT(curve.size(), 20U);
  for (std::size_t i = 1; i < curve.size(); ++i) {
    EXPECT_LE(curve[i - 1].percent, curve[i].percent);
    EXPECT_LE(curve[i - 1].latency, curve[i].latency);
  }
  EXPECT_EQ(curve.back().percent, 100);
  EXPECT_EQ(curve.back().total, 1'000U);
}

TEST(a_histogram, survives_its_text) {
  const auto h = one_to(5'000);
  const auto again = histogram::decoded(h.encoded());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->count(), h.count());
  for (const auto p : {1.0, 50.0, 99.0, 100.0})
    EXPECT_EQ(again->percentile(p), h.percentile(p));
}

TEST(a_histogram, refuses_text_that_is_none) {
  for (const auto* text : {"", "x", "not base64 at all", "SGVsbG8="})
    EXPECT_EQ(histogram::decoded(text).error().code, errc::invalid_input) << text;
}

} // namespace
} // namespace sinew::bench
