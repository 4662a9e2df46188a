// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_node.hpp"
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::wire::Outcome;
using test::counter;

class hop_times_test : public testing::Test {
 protected:
  test::counting_world world;
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(hop_times_test, are_not_told_where_nobody_asks) {
  EXPECT_EQ(world.ask("c-1", counter::add{5}).hops, nullptr);
}

TEST_F(hop_times_test, tell_each_step_of_a_command_in_its_order) {
  world.time_hops = true;
  const auto before = world.time.clock().now();
  const auto given = world.ask("c-1", counter::add{5});
  EXPECT_EQ(given.outcome, Outcome::accepted);
  ASSERT_NE(given.hops, nullptr);
  EXPECT_LE(before, given.hops->received);
  EXPECT_LE(given.hops->received, given.hops->handled);
  EXPECT_LE(given.hops->handled, given.hops->decided);
  EXPECT_LE(given.hops->decided, given.hops->stored);
  EXPECT_LE(given.hops->stored, given.hops->answered);
  EXPECT_LE(given.hops->answered, world.time.clock().now());
}

TEST_F(hop_times_test, tell_of_a_refusal_too) {
  world.time_hops = true;
  const auto no = world.ask("c-1", counter::add{counter::largest_amount + 1});
  EXPECT_EQ(no.outcome, Outcome::refused);
  ASSERT_NE(no.hops, nullptr);
  EXPECT_NE(no.hops->decided, sinew::timestamp{});
}

TEST_F(hop_times_test, leave_out_the_steps_that_a_command_did_not_come_to) {
  world.time_hops = true;
  world.bounds.waiting_commands = 0;
  const auto full = world.start("n2");
  node->crash();
  const auto later = world.ask("c-2", counter::add{5});
  EXPECT_EQ(later.outcome, Outcome::retry);
  ASSERT_NE(later.hops, nullptr);
  EXPECT_NE(later.hops->received, sinew::timestamp{});
  EXPECT_EQ(later.hops->handled, sinew::timestamp{});
  EXPECT_EQ(later.hops->stored, sinew::timestamp{});
}

} // namespace
