// SPDX-License-Identifier: Apache-2.0
#include "memory/manual_time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

TEST(manual_time, stands_still_until_told) {
  sinew::manual_time time;
  const auto before = time.clock().now();
  bool fired = false;
  time.where().after(1ns, [&] { fired = true; });
  time.settle();
  EXPECT_EQ(time.clock().now(), before);
  EXPECT_FALSE(fired);
}

TEST(manual_time, fires_each_timer_at_its_own_time_with_all_that_follows) {
  sinew::manual_time time;
  const auto begun = time.clock().now();
  std::vector<std::string> log;
  const auto note = [&](const std::string& what) {
    log.push_back(what + "@" + std::to_string((time.clock().now() - begun) / 1ms));
  };
  time.where().after(20ms, [&] { note("second"); });
  time.where().after(10ms, [&] {
    note("first");
    time.where().post([&] { note("posted"); });
    time.where().after(5ms, [&] { note("timer of a timer"); });
  });
  time.advance(100ms);
  EXPECT_THAT(log, ElementsAre("first@10", "posted@10", "timer of a timer@15", "second@20"));
  EXPECT_EQ(time.clock().now() - begun, 100ms);
}

TEST(manual_time, jumps_over_days_of_nothing) {
  sinew::manual_time time;
  bool fired = false;
  time.where().after(std::chrono::days{30}, [&] { fired = true; });
  EXPECT_TRUE(time.run_until([&] { return fired; }, std::chrono::days{31}));
}

TEST(manual_time, run_until_stops_where_patience_ends) {
  sinew::manual_time time;
  const auto begun = time.clock().now();
  EXPECT_FALSE(time.run_until([] { return false; }, 2s));
  EXPECT_EQ(time.clock().now() - begun, 2s);
}

TEST(manual_time, run_until_does_not_run_past_what_it_waits_for) {
  sinew::manual_time time;
  const auto begun = time.clock().now();
  int ticks = 0;
  std::function<void()> tick = [&] {
    ++ticks;
    time.where().after(1s, tick);
  };
  tick();
  EXPECT_TRUE(time.run_until([&] { return ticks == 4; }, 1min));
  EXPECT_EQ(time.clock().now() - begun, 3s);
}

} // namespace
