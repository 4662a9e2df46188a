// SPDX-License-Identifier: Apache-2.0
#include "bench/report/report_json.hpp"

#include "tests/unit/bench/sample_report.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

TEST(a_report, survives_its_json) {
  auto written = sample_report(1ms);
  written.measurements[0].result.void_reasons = {"busy"};
  written.measurements[1].step_of_search = true;
  written.measurements[0].result.longest_pause = 1'250ms;
  written.measurements[0].result.hops.push_back({"request", "sent, until read", {}});
  written.measurements[0].result.hops.back().latency.record(20us);
  written.measurements[0].result.marks = {{2s, "payment-2 killed"}};
  const auto text = to_json(written).dump();
  const auto read = report_from_json(text);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(to_json(*read).dump(), text);
  EXPECT_EQ(read->measurements[1].whose, side::floor);
  EXPECT_EQ(read->measurements[0].result.latency.percentile(99), written.measurements[0].result.latency.percentile(99));
}

TEST(a_report, of_an_earlier_version_has_no_pauses_marks_and_hops) {
  auto json = to_json(sample_report(1ms));
  for (auto& m : json["measurements"]) {
    m.erase("longest_pause_us");
    m.erase("marks");
    m.erase("hops");
  }
  const auto read = report_from_json(json.dump());
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_FALSE(read->measurements[0].result.longest_pause);
}

TEST(a_report, shows_percentiles_to_those_who_read_no_histograms) {
  const auto json = to_json(sample_report(1ms));
  EXPECT_NEAR(json.at("measurements").at(0).at("latency").at("p99_us").get<double>(), 1'000, 1);
  EXPECT_TRUE(to_json(report{}).at("slo").is_null());
}

TEST(a_report, refuses_what_is_none) {
  for (const auto* text : {"", "{}", "[]", "null", R"({"format":"sinew-bench/2"})", R"({"format":"sinew-bench/1"})"}) {
    const auto read = report_from_json(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, errc::invalid_input);
  }
}

} // namespace
} // namespace sinew::bench
