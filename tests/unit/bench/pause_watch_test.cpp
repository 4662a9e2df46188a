// SPDX-License-Identifier: Apache-2.0
#include "bench/target/pause_watch.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

TEST(a_pause, is_the_time_from_what_was_due_to_the_next_good_end) {
  pause_watch watch{1, 0s};
  EXPECT_EQ(watch.longest(5s), std::nullopt);
  watch.due(0, 1s);
  watch.ended_well(0, 1010ms);
  EXPECT_EQ(watch.longest(5s), 10ms);
  watch.due(0, 6s);
  watch.due(0, 7s);
  watch.due(0, 8s);
  watch.ended_well(0, 8500ms);
  EXPECT_EQ(watch.longest(9s), 2500ms);
}

TEST(a_pause, is_not_the_time_in_which_nothing_was_due) {
  pause_watch watch{1, 0s};
  watch.due(0, 1s);
  watch.ended_well(0, 1001ms);
  watch.due(0, 50s);
  watch.ended_well(0, 50001ms);
  EXPECT_EQ(watch.longest(60s), 1ms);
}

TEST(a_pause, of_one_part_is_not_ended_by_another) {
  pause_watch watch{2, 0s};
  for (int second = 1; second < 5; ++second) {
    watch.due(0, std::chrono::seconds{second});
    watch.due(1, std::chrono::seconds{second});
    watch.ended_well(1, std::chrono::seconds{second} + 1ms);
  }
  watch.ended_well(0, 6s);
  EXPECT_EQ(watch.longest(6s), 5s);
}

TEST(a_pause, that_has_not_ended_lasts_until_now) {
  pause_watch watch{2, 0s};
  watch.due(0, 1s);
  watch.ended_well(0, 2s);
  watch.due(1, 3s);
  EXPECT_EQ(watch.longest(3500ms), 1s);
  EXPECT_EQ(watch.longest(10s), 7s);
}

TEST(a_pause, is_not_that_of_the_warm_up) {
  pause_watch watch{1, 10s};
  watch.due(0, 1s);
  watch.ended_well(0, 9s);
  EXPECT_EQ(watch.longest(11s), std::nullopt);
  watch.due(0, 12s);
  watch.ended_well(0, 12001ms);
  EXPECT_EQ(watch.longest(13s), 1ms);
}

} // namespace
} // namespace sinew::bench
