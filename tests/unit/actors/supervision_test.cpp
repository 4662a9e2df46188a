// SPDX-License-Identifier: Apache-2.0
#include "tests/support/counting_world.hpp"
#include "tests/support/faulty_counter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::wire::Outcome;
using test::counter;

auto faulty_service() -> sinew::service {
  static const test::faulty_counter kind;
  auto s = test::counting_service();
  s.aggregates = {&kind};
  return s;
}

class supervision_test : public testing::Test {
 protected:
  test::counting_world world{faulty_service()};
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(supervision_test, tells_the_sender_to_retry_when_an_aggregate_crashes) {
  EXPECT_EQ(world.ask("c-1", counter::reset{}).outcome, Outcome::retry);
}

TEST_F(supervision_test, tells_the_sender_of_the_culprit_that_it_is_the_culprit) {
  const auto innocent = world.send("c-1", counter::add{1});
  const auto culprit = world.ask("c-1", counter::reset{});
  EXPECT_TRUE(culprit.broke_down);
  EXPECT_THAT(culprit.reason, testing::HasSubstr("a bug in the domain"));
  EXPECT_FALSE(innocent->value().broke_down);
  EXPECT_FALSE(world.ask("c-1", counter::add{1}).broke_down) << "it only rests";
}

TEST_F(supervision_test, lets_a_crashed_aggregate_rest_and_come_back_with_its_state) {
  world.ask("c-1", counter::add{5});
  world.ask("c-1", counter::reset{});
  EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::retry) << "it rests";
  world.time.advance(1s);
  const auto back = world.ask("c-1", counter::add{1});
  EXPECT_EQ(back.outcome, Outcome::accepted);
  EXPECT_EQ(back.version, 2U);
}

TEST_F(supervision_test, rests_longer_the_more_often_it_crashes) {
  for (int crash = 0; crash < 6; ++crash) {
    world.ask("c-1", counter::reset{});
    world.time.advance(1s);
  }
  world.ask("c-1", counter::reset{});
  world.time.advance(200ms);
  EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::retry);
}

TEST_F(supervision_test, keeps_the_others_working) {
  world.ask("c-1", counter::reset{});
  EXPECT_EQ(world.ask("c-2", counter::add{1}).outcome, Outcome::accepted);
  EXPECT_FALSE(node->failure) << "one bad aggregate must not take the node down";
}

} // namespace
