// SPDX-License-Identifier: Apache-2.0
#include "telemetry/metric_family.hpp"

#include <gtest/gtest.h>

namespace {

using sinew::counter;
using sinew::gauge;
using sinew::histogram;
using sinew::metric_family;
using sinew::metric_page;

template <class Family>
auto written(const Family& what) -> std::string {
  metric_page page;
  what.write(page);
  return page.take();
}

TEST(metric_page, shows_counters_by_their_labels) {
  metric_family<counter, 2> asked{"asked_total", "What was asked", {"kind", "outcome"}};
  asked.at({"order", "yes"}).add();
  asked.at({"order", "no"}).add(2);
  asked.at({"order", "yes"}).add();
  EXPECT_EQ(written(asked),
            "# HELP asked_total What was asked\n# TYPE asked_total counter\n"
            "asked_total{kind=\"order\",outcome=\"no\"} 2\nasked_total{kind=\"order\",outcome=\"yes\"} 2\n");
}

TEST(metric_page, shows_a_histogram_as_sums_up_to_each_bound) {
  static constexpr double bounds[] = {0.1, 1};
  metric_family<histogram, 1> took{"took_seconds", "How long", {"by"}, histogram{bounds}};
  auto& h = took.at({"me"});
  for (const double value : {0.1, 0.5, 0.5, 7.0})
    h.observe(value);
  EXPECT_EQ(written(took),
            "# HELP took_seconds How long\n# TYPE took_seconds histogram\n"
            "took_seconds_bucket{by=\"me\",le=\"0.1\"} 1\ntook_seconds_bucket{by=\"me\",le=\"1\"} 3\n"
            "took_seconds_bucket{by=\"me\",le=\"+Inf\"} 4\ntook_seconds_sum{by=\"me\"} 8.1\n"
            "took_seconds_count{by=\"me\"} 4\n");
}

TEST(metric_page, escapes_what_strangers_have_written) {
  metric_family<gauge, 1> g{"g", "a \\ b\nc", {"l"}};
  g.at({"say \"hi\"\\\n"}).set(1.5);
  EXPECT_EQ(written(g), "# HELP g a \\\\ b\\nc\n# TYPE g gauge\ng{l=\"say \\\"hi\\\"\\\\\\n\"} 1.5\n");
}

TEST(metric_family, counts_together_what_would_be_too_many) {
  metric_family<counter, 1> few{"few_total", "Few", {"name"}, counter{}, 2};
  for (const auto* name : {"a", "b", "c", "d", "a"})
    few.at({name}).add();
  EXPECT_EQ(few.at({"a"}).value(), 2U);
  EXPECT_EQ(few.at({"other"}).value(), 2U);
  EXPECT_EQ(few.at({"e"}).value(), 2U); // the same
}

} // namespace
