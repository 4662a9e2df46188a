// SPDX-License-Identifier: Apache-2.0
#include "bench/target/settling.hpp"

#include <gtest/gtest.h>

namespace sinew::bench {
namespace {

auto quiet() -> system_look {
  system_look seen;
  seen.cluster.readers = {{.reader = "payment", .stream = "EVT_CUSTOMER"},
                          {.reader = "notification", .stream = "EVT_PAYMENT"}};
  seen.cluster.logs = {{.stream = "EVT_CUSTOMER", .last_position = 10'000},
                       {.stream = "EVT_PAYMENT", .last_position = 20'000}};
  seen.lists = {
      {.node = "customer-1", .copies = {{.model = "customers", .state = "live", .position = 10'000}}, .error = {}}};
  return seen;
}

TEST(a_system, is_at_rest_when_two_looks_find_nothing_to_do_and_nothing_new) {
  EXPECT_TRUE(is_at_rest(quiet(), quiet()));
}

TEST(a_system, is_not_at_rest_while_a_reader_has_something_before_it) {
  for (const auto part : {&reader_view::pending, &reader_view::unacked}) {
    auto busy = quiet();
    busy.cluster.readers[1].*part = 7;
    EXPECT_EQ(backlog_of(busy).messages, 7U);
    EXPECT_FALSE(is_at_rest(busy, quiet()));
    EXPECT_FALSE(is_at_rest(quiet(), busy));
  }
}

TEST(a_system, is_not_at_rest_while_a_list_is_behind) {
  auto busy = quiet();
  busy.lists[0].copies[0].lag = 3;
  EXPECT_EQ(backlog_of(busy).lists, 1U);
  EXPECT_FALSE(is_at_rest(quiet(), busy));
}

TEST(a_system, does_not_wait_for_a_list_that_cannot_go_on) {
  auto stuck = quiet();
  stuck.lists[0].copies[0].lag = 3;
  for (const auto* state : {"stalled", "outdated", "spoiled"}) {
    stuck.lists[0].copies[0].state = state;
    EXPECT_TRUE(is_at_rest(stuck, stuck)) << state;
  }
}

// What one reader has done with has become another's, after that one was looked at.
TEST(a_system, is_not_at_rest_when_something_was_stored_between_two_looks) {
  auto later = quiet();
  ++later.cluster.logs[1].last_position;
  EXPECT_FALSE(is_at_rest(quiet(), later));
  EXPECT_TRUE(is_at_rest(later, later));
}

} // namespace
} // namespace sinew::bench
