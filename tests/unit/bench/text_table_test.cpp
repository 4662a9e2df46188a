// SPDX-License-Identifier: Apache-2.0
#include "bench/report/text_table.hpp"

#include "tests/unit/bench/sample_report.hpp"

#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const terminal plain{color_choice::never};

TEST(a_text_table, shows_each_side_their_ratio_and_what_was_promised) {
  const auto text = text_table(sample_report(1ms), plain);
  for (const auto* part : {"durability file", "rig real-time", "processors kept awake", "command: a deposit", "2,000",
                           "1.00 ms", "sinew / floor: p50 2.00, p99 2.00", "knee at 8,000/s", "p99<5ms held"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(a_text_table, does_not_show_what_is_no_measurement_as_one) {
  auto r = sample_report(1ms);
  r.measurements[0].result.void_reasons = {"the machine was busy"};
  r.measurements[1].result.saturated = true;
  const auto text = text_table(r, plain);
  EXPECT_THAT(text, HasSubstr("void: the machine was busy"));
  EXPECT_THAT(text, HasSubstr("saturated"));
  EXPECT_THAT(text, HasSubstr("no ratio, for sinew is void and the floor saturated"));
}

TEST(a_text_table, tells_of_a_pause_and_what_was_done_to_the_system) {
  auto r = sample_report(1ms);
  r.measurements[0].result.longest_pause = 1'830ms;
  r.measurements[0].result.marks = {{5s, "payment-2 killed"}};
  EXPECT_THAT(text_table(r, plain),
              HasSubstr("command at 2,000/s: longest pause of a partition 1.83 s; payment-2 killed at 5.0 s"));
}

TEST(a_text_table, tells_where_the_time_goes) {
  auto r = sample_report(1ms);
  EXPECT_THAT(text_table(r, plain), Not(HasSubstr("where the time goes")));
  auto& hops = r.measurements[0].result.hops;
  for (const auto& [name, time] : {std::pair{"request", 100us}, std::pair{"append", 300us}}) {
    hops.push_back({name, "until then", {}});
    hops.back().latency.record(time);
  }
  const auto text = text_table(r, plain);
  for (const auto* part :
       {"command at 2,000/s, where the time goes", "25 %  until then", "75 %  until then", "percentiles do not"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(a_text_table, sets_against_each_other_what_two_got_done_that_had_more_to_do_than_they_could) {
  auto r = sample_report(1ms);
  for (auto& m : r.measurements)
    m.result.saturated = true;
  r.measurements[0].result.done_per_second = 1'500;
  r.measurements[1].result.done_per_second = 1'000;
  const auto text = text_table(r, plain);
  EXPECT_THAT(text, HasSubstr("sinew / floor: both saturated, done/s 1.50"));
  EXPECT_THAT(text, Not(HasSubstr("p50 2.00")));
}

TEST(a_text_table, leaves_out_the_steps_of_a_search) {
  auto r = sample_report(1ms);
  r.measurements[0].step_of_search = true;
  EXPECT_THAT(text_table(r, plain), Not(HasSubstr("sinew / floor")));
}

} // namespace
} // namespace sinew::bench
