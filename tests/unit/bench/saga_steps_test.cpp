// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/saga_steps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace sinew::bench {
namespace {

auto name_of(std::string_view aggregate, std::string_view event) -> std::string {
  return floor_name(aggregate, event);
}

TEST(saga_steps, lead_from_a_placed_order_to_everything_once) {
  std::set<std::string> happened{name_of("order", "placed")};
  for (const auto& step : saga_steps) {
    EXPECT_TRUE(happened.contains(name_of(step.aggregate, step.event))) << step.event << " comes from nowhere";
    EXPECT_TRUE(happened.insert(name_of(step.target, step.next)).second) << step.next << " happens twice";
  }
  EXPECT_EQ(happened.size(), 15U);
  EXPECT_TRUE(happened.contains(name_of("order", "confirmed")));
}

TEST(saga_steps, are_taken_by_whoever_owns_what_follows) {
  for (const auto& step : saga_steps)
    EXPECT_EQ(service_of(step.target), step.reader) << step.next;
}

TEST(saga_steps, are_read_by_as_many_consumers_as_the_shop_has_for_them) {
  const auto readings = saga_readings();
  EXPECT_EQ(readings.size(), 11U);
  std::size_t steps = 0;
  std::set<std::string> seen;
  for (const auto& reading : readings) {
    EXPECT_TRUE(seen.insert(name_of(reading.upstream, reading.reader)).second);
    for (const auto& step : reading.steps)
      EXPECT_EQ(service_of(step.aggregate), reading.upstream);
    steps += reading.steps.size();
  }
  EXPECT_EQ(steps, saga_steps.size());
}

TEST(saga_steps, take_each_timer_back) {
  for (const auto& timer : saga_timers) {
    const auto leads_to = [&](std::string_view event) {
      return std::ranges::any_of(saga_steps,
                                 [&](const saga_step& s) { return s.target == timer.aggregate && s.next == event; });
    };
    EXPECT_TRUE(leads_to(timer.first) || timer.first == "placed");
    EXPECT_TRUE(leads_to(timer.last));
  }
}

} // namespace
} // namespace sinew::bench
