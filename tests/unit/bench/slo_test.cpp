// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/slo.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

auto hundred(std::chrono::nanoseconds latency) -> run_result {
  run_result r;
  r.intended = 100;
  r.done = 100;
  for (int i = 0; i < 100; ++i)
    r.latency.record(latency);
  return r;
}

TEST(a_promise, is_read_with_its_percentile_and_unit) {
  const auto p = slo::parse("p99.9<=20ms");
  ASSERT_TRUE(p);
  EXPECT_EQ(p->percent, 99.9);
  EXPECT_TRUE(p->or_equal);
  EXPECT_EQ(p->limit, 20ms);
  EXPECT_EQ(slo::parse("p50<500us")->limit, 500us);
  EXPECT_EQ(slo::parse("p100<1.5s")->limit, 1500ms);
}

TEST(a_promise, is_written_as_it_was_read) {
  for (const auto* text : {"p99<5ms", "p99.9<20ms", "p50<=500us", "p90<1.5s", "p99<1.25ms"})
    EXPECT_EQ(to_string(*slo::parse(text)), text);
}

TEST(a_promise, that_cannot_be_read_says_how_it_should_look) {
  for (const auto* text :
       {"", "p", "p99", "99<5ms", "p99>5ms", "p0<5ms", "p101<5ms", "p-1<5ms", "p99<5", "p99<ms", "p99<-5ms", "p99<0ms",
        "p99<5 ms", "p99<5msx", "p99<2m", "p99<nanms", "pnan<5ms", "p99<61s"}) {
    const auto p = slo::parse(text);
    ASSERT_FALSE(p) << text;
    EXPECT_EQ(p.error().code, errc::invalid_input);
    EXPECT_NE(p.error().what.find("p99<5ms"), std::string::npos) << p.error().what;
  }
}

TEST(a_promise, holds_below_its_limit_and_not_at_it) {
  const auto run = hundred(1ms);
  const auto at = run.latency.percentile(99);
  EXPECT_TRUE((slo{.percent = 99, .limit = at + 1ns}.holds(run)));
  EXPECT_FALSE((slo{.percent = 99, .limit = at}.holds(run)));
  EXPECT_TRUE((slo{.percent = 99, .or_equal = true, .limit = at}.holds(run)));
}

TEST(a_promise, counts_what_was_not_done_as_slower_than_anything) {
  auto run = hundred(1ms);
  run.intended = 104; // four were never answered
  run.unanswered = 4;
  EXPECT_TRUE((slo{.percent = 95, .limit = 2ms}.holds(run)));
  EXPECT_FALSE((slo{.percent = 99, .limit = 1min}.holds(run)));
  EXPECT_EQ((slo{.percent = 99}.seen_in(run)), std::nullopt);
}

TEST(a_promise, does_not_hold_when_nothing_happened) {
  EXPECT_FALSE((slo{.percent = 50, .limit = 1s}.holds({})));
}

TEST(a_latency, is_written_with_three_digits) {
  EXPECT_EQ(latency_text(312us), "312 us");
  EXPECT_EQ(latency_text(1'234ns), "1.23 us");
  EXPECT_EQ(latency_text(4'812us), "4.81 ms");
  EXPECT_EQ(latency_text(48'120us), "48.1 ms");
  EXPECT_EQ(latency_text(999'600us), "1.00 s");
  EXPECT_EQ(latency_text(12s), "12.0 s");
}

} // namespace
} // namespace sinew::bench
