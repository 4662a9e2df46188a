// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/knee_search.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

struct found {
  double knee;
  int runs;
};

auto search(double bears, knee_limits limits = {}) -> found {
  knee_search s{limits};
  int runs = 0;
  for (auto rate = s.next(); rate; rate = s.next()) {
    s.tell(*rate <= bears);
    ++runs;
  }
  return {s.knee(), runs};
}

TEST(a_knee_search, finds_the_knee_to_five_percent_in_few_runs) {
  for (const double bears : {3.0, 47.0, 1'000.0, 8'700.0, 46'000.0, 730'000.0}) {
    const auto [knee, runs] = search(bears);
    EXPECT_LE(knee, bears);
    EXPECT_GE(knee * 1.05, bears * 0.999) << bears;
    EXPECT_LE(runs, 16) << bears;
  }
}

TEST(a_knee_search, ends_at_its_limits) {
  EXPECT_EQ(search(1e9).knee, 1'000'000);
  EXPECT_EQ(search(0.5).knee, 0);
  EXPECT_EQ(search(1e9, {.from = 100, .most = 150}).knee, 150);
}

TEST(a_knee_search, can_be_left_with_what_it_knows) {
  knee_search s{{}};
  s.tell(true);
  s.tell(true);
  s.tell(false);
  EXPECT_EQ(s.knee(), 2'000);
}

} // namespace
} // namespace sinew::bench
