// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ailing_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::errc;
using sinew::wire::Redriven;
using test::counter;
using testing::ElementsAre;

class redrive_test : public testing::Test {
 protected:
  /// Parks the amounts 1 to `count` of "x", and heals it.
  void park(std::uint32_t count) {
    world.fail("x", errc::system_failure);
    for (std::uint32_t amount = 1; amount <= count; ++amount)
      world.ask("x", counter::add{amount});
    world.wait_for_parking();
    ASSERT_EQ(world.parked("x").size(), count);
    world.heal("x");
  }

  test::ailing_world world;
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(redrive_test, handles_one_after_the_other_in_order) {
  park(3);
  for (std::uint32_t amount = 1; amount <= 3; ++amount) {
    EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
    EXPECT_EQ(world.ill->amounts_of("x").back(), amount);
    EXPECT_EQ(world.parked("x").size(), 3 - amount);
  }
  EXPECT_EQ(world.redrive("x").outcome, Redriven::nothing);
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(1, 2, 3));
  EXPECT_EQ(world.total_in_log("copy-of-x"), 6U);
}

TEST_F(redrive_test, what_arrives_meanwhile_queues_behind_until_nothing_is_parked) {
  park(2);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  world.ask("x", counter::add{3});
  world.time.advance(1s);
  EXPECT_EQ(world.parked("x").size(), 2U);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  world.ask("x", counter::add{4});
  world.time.advance(1s);
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(1, 2, 3, 4)) << "and then it flows again";
  EXPECT_TRUE(world.broker.parked().empty());
}

TEST_F(redrive_test, what_fails_again_stays_the_first_with_one_more_attempt) {
  park(2);
  world.fail("x", errc::rejected_by_broker, "still ill");
  const auto before = world.parked("x").front();
  const auto answer = world.redrive("x");
  EXPECT_EQ(answer.outcome, Redriven::failed);
  EXPECT_EQ(answer.place, before.place);
  EXPECT_EQ(answer.attempts, before.what.attempts + 1);
  const auto after = world.parked("x").front();
  EXPECT_EQ(after.place, before.place);
  EXPECT_EQ(after.what.attempts, before.what.attempts + 1);
  EXPECT_THAT(after.what.causes, ElementsAre("system_failure: it is ill", "rejected_by_broker: still ill"));
  world.heal("x");
  world.ask("x", counter::add{3});
  world.time.advance(1s);
  EXPECT_TRUE(world.ill->amounts_of("x").empty()) << "the key is still parked";
}

TEST_F(redrive_test, what_the_world_is_to_blame_for_changes_nothing) {
  park(1);
  world.fail("x", errc::unavailable);
  const auto before = world.parked("x").front().what.attempts;
  EXPECT_EQ(world.redrive("x").outcome, Redriven::later);
  EXPECT_EQ(world.parked("x").front().what.attempts, before);
}

TEST_F(redrive_test, asked_twice_at_once_it_is_done_once) {
  park(1);
  std::vector<Redriven> outcomes;
  for (int operators = 0; operators < 2; ++operators)
    world.broker.ask("counting", "redrive", sinew::write_redrive_request({"counter", "x"}), 20s,
                     [&](const sinew::result<sinew::bytes>& answer) {
                       outcomes.push_back(sinew::read_redrive_answer(*answer)->outcome);
                     });
  ASSERT_TRUE(world.time.run_until([&] { return outcomes.size() == 2; }, 30s));
  EXPECT_THAT(outcomes, testing::UnorderedElementsAre(Redriven::handled, Redriven::later));
  EXPECT_EQ(world.total_in_log("copy-of-x"), 1U);
}

TEST_F(redrive_test, two_nodes_that_redrive_the_same_key_do_its_work_once) {
  const auto second = world.start("n2");
  park(3);
  std::size_t answers = 0;
  for (int i = 0; i < 6; ++i) // in turn to both nodes
    world.broker.ask("counting", "redrive", sinew::write_redrive_request({"counter", "x"}), 20s,
                     [&](const auto&) { ++answers; });
  ASSERT_TRUE(world.time.run_until([&] { return answers == 6; }, 30s));
  while (world.redrive("x").outcome == Redriven::handled) {
  }
  EXPECT_TRUE(world.broker.parked().empty());
  EXPECT_EQ(world.total_in_log("copy-of-x"), 6U);
}

TEST_F(redrive_test, a_crash_in_the_middle_leaves_it_parked_and_repeats_harmlessly) {
  park(1);
  world.broker.ask("counting", "redrive", sinew::write_redrive_request({"counter", "x"}), 20s, [](const auto&) {});
  ASSERT_TRUE(world.time.run_until([&] { return !world.ill->handled.empty(); }, 5s));
  node->crash(); // the outside party has done its part; the command is on its way
  ASSERT_EQ(world.parked("x").size(), 1U);
  const auto successor = world.start("n2");
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  EXPECT_EQ(world.total_in_log("copy-of-x"), 1U);
}

TEST_F(redrive_test, what_no_node_has_parked_is_set_aside_and_the_queue_goes_on) {
  world.stray("x", "first");
  park(1);
  world.stray("x", "in the middle");
  world.ask("x", counter::add{2});
  world.time.advance(1s);
  ASSERT_EQ(world.parked("x").size(), 3U) << "the first stray was in the way of nobody by then";
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  const auto about_the_stray = world.redrive("x");
  EXPECT_EQ(about_the_stray.outcome, Redriven::set_aside);
  EXPECT_EQ(about_the_stray.reason, "it does not say which event it is");
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::nothing);
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(1, 2));
  std::vector<std::string_view> kept;
  const auto all = world.broker.parked();
  for (const auto& m : all)
    kept.push_back(sinew::as_text(m.body));
  EXPECT_THAT(kept, ElementsAre("first", "in the middle"));
}

TEST_F(redrive_test, what_claims_to_be_an_event_and_is_none_is_set_aside) {
  park(1);
  auto forged = world.parked("x").front();
  forged.what.body = sinew::copy_of(sinew::as_bytes("garbage"));
  const auto place = world.broker.letters().park(forged.what, forged.place);
  ASSERT_TRUE(place);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::set_aside);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::nothing);
  ASSERT_EQ(world.broker.parked().size(), 1U);
  EXPECT_EQ(world.broker.parked().front().position, *place) << "told apart from the genuine one it copies";
}

TEST(redrive_late_test, begins_nothing_for_a_saga_that_is_over) {
  test::ailing_world world{test::late_steps::left_out};
  const auto node = world.start("n1");
  world.saga_deadline = world.time.clock().now() + 10min;
  world.fail("x", errc::system_failure);
  world.ask("x", counter::add{1});
  world.wait_for_parking();
  ASSERT_EQ(world.parked("x").size(), 1U);
  world.heal("x");
  world.time.advance(10min);
  const auto asked_before = world.ill->asked["x"];
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  EXPECT_EQ(world.redrive("x").outcome, Redriven::nothing);
  EXPECT_EQ(world.ill->asked["x"], asked_before) << "the outside party was asked for a saga that is over";
  EXPECT_EQ(world.total_in_log("copy-of-x"), 0U);
}

TEST(redrive_late_test, goes_on_with_a_saga_that_has_time_left) {
  test::ailing_world world{test::late_steps::left_out};
  const auto node = world.start("n1");
  world.saga_deadline = world.time.clock().now() + 10min;
  world.fail("x", errc::system_failure);
  world.ask("x", counter::add{1});
  world.wait_for_parking();
  world.heal("x");
  EXPECT_EQ(world.redrive("x").outcome, Redriven::handled);
  EXPECT_EQ(world.total_in_log("copy-of-x"), 1U);
}

TEST_F(redrive_test, rubbish_is_answered_with_what_is_wrong) {
  std::optional<sinew::redrive_answer> given;
  world.broker.ask("counting", "redrive", sinew::copy_of(sinew::as_bytes("rubbish")), 5s,
                   [&](const sinew::result<sinew::bytes>& answer) { given = *sinew::read_redrive_answer(*answer); });
  ASSERT_TRUE(world.time.run_until([&] { return given.has_value(); }, 10s));
  EXPECT_THAT(given->reason, testing::StartsWith("invalid_input"));
}

} // namespace
