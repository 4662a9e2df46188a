// SPDX-License-Identifier: Apache-2.0
#include "bench/report/added_time.hpp"

#include "bench/report/html_report.hpp"
#include "bench/report/report_json.hpp"
#include "bench/report/text_table.hpp"
#include "tests/unit/bench/sample_report.hpp"

#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

const terminal plain{color_choice::never};

auto three_sides() -> report {
  report r;
  r.measurements.push_back(sample_measurement(side::sinew, 1'000, 500us));
  r.measurements.push_back(sample_measurement(side::floor, 1'000, 400us));
  r.measurements.push_back(sample_measurement(side::static_route, 1'000, 60us));
  for (auto& m : r.measurements)
    m.scenario = "http";
  return r;
}

TEST(added_time, is_the_difference_to_the_same_work_without_that_way) {
  const auto r = three_sides();
  EXPECT_THAT(text_table(r, plain),
              HasSubstr("http at 1,000/s, the gateway adds: p50 100 us, p99 100 us (HTTP alone: p50 60.0"));
  EXPECT_THAT(html_report(r), HasSubstr("the gateway adds 100 µs at p50 and 100 µs at p99"));
  const auto added = to_json(r).at("added").at(0);
  EXPECT_EQ(added.at("scenario"), "http");
  EXPECT_EQ(added.at("rate"), 1'000);
  EXPECT_NEAR(added.at("p50_us").get<double>(), 100, 1);
  EXPECT_EQ(added.at("objection"), "");
}

TEST(added_time, can_be_less_than_nothing) {
  auto r = three_sides();
  std::swap(r.measurements[0].result, r.measurements[1].result);
  EXPECT_THAT(text_table(r, plain), HasSubstr("the gateway adds: p50 -100 us"));
  EXPECT_THAT(html_report(r), HasSubstr("the gateway adds -100 µs at p50"));
}

TEST(added_time, is_no_figure_where_something_was_not_done) {
  auto r = three_sides();
  r.measurements[0].result.done = 40;
  r.measurements[0].result.failed = 60;
  EXPECT_THAT(text_table(r, plain),
              HasSubstr("the gateway adds: no figure, for 60 of 100 operations of sinew were not done"));
  EXPECT_THAT(html_report(r), HasSubstr("for 60 of 100 operations of sinew were not done"));
  EXPECT_TRUE(to_json(r).at("added").at(0).at("p50_us").is_null());
}

TEST(added_time, tells_what_was_not_done_also_on_a_busy_machine) {
  auto r = three_sides();
  r.measurements[0].result.done = 40;
  r.measurements[0].result.void_reasons = {"busy"};
  EXPECT_THAT(text_table(r, plain), HasSubstr("no figure, for 60 of 100 operations of sinew were not done"));
}

TEST(added_time, is_no_figure_where_a_run_measured_nothing) {
  auto r = three_sides();
  r.measurements[2].result.void_reasons = {"busy"};
  EXPECT_THAT(text_table(r, plain), HasSubstr("no figure, for static is void"));
}

TEST(added_time, is_no_question_without_a_static_route) {
  EXPECT_TRUE(added_times(sample_report(1ms)).empty());
  EXPECT_THAT(text_table(sample_report(1ms), plain), Not(HasSubstr("adds")));
}

TEST(added_time, sides_survive_json_and_have_places_in_the_page) {
  const auto r = three_sides();
  const auto read = report_from_json(to_json(r).dump());
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->measurements[2].whose, side::static_route);
  EXPECT_EQ(to_json(*read).dump(), to_json(r).dump());
  EXPECT_THAT(html_report(r), HasSubstr("class=\"word static\">static"));
}

} // namespace
} // namespace sinew::bench
