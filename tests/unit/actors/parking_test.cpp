// SPDX-License-Identifier: Apache-2.0
#include "tests/support/ailing_world.hpp"
#include "tests/support/faulty_counter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::errc;
using test::counter;
using testing::ElementsAre;

class parking_test : public testing::Test {
 protected:
  void ask(const std::string& id, std::uint32_t amount) { world.ask(id, counter::add{amount}); }

  /// The event as its aggregate would have stored it.
  static auto added(const std::string& id, std::uint32_t amount) -> sinew::bytes {
    const auto event = sinew::encode_named(counter::added{amount});
    const auto stored =
        sinew::message::write({.aggregate = "counter", .aggregate_id = id, .type = "added", .version = 1},
                              {{{.id = {1, amount}, .correlation = id}, event.payload}});
    return sinew::copy_of(stored.raw());
  }

  test::ailing_world world;
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(parking_test, parks_what_fails_again_and_again_with_its_story) {
  world.fail("x", errc::system_failure, "first this");
  ask("x", 1);
  world.time.advance(1s);
  world.fail("x", errc::rejected_by_broker, "then that");
  EXPECT_TRUE(world.parked("x").empty()) << "not at once";
  world.wait_for_parking();
  const auto parked = world.parked("x");
  ASSERT_EQ(parked.size(), 1U);
  const auto& what = parked.front().what;
  EXPECT_EQ(what.service, "counting");
  EXPECT_EQ(what.upstream, "counting");
  EXPECT_EQ(what.type, "added");
  EXPECT_EQ(what.attempts, world.bounds.attempts_before_parking);
  EXPECT_EQ(world.ill->asked["x"], what.attempts);
  EXPECT_EQ(what.reason, "rejected_by_broker: then that");
  EXPECT_THAT(what.causes, ElementsAre("system_failure: first this", "rejected_by_broker: then that"));
  EXPECT_GE(what.last_failure - what.first_failure, 40s);
  EXPECT_LE(what.last_failure - what.first_failure, 120s);
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(parking_test, never_parks_for_what_the_world_is_to_blame_for) {
  for (const auto code : {errc::unavailable, errc::overloaded, errc::outcome_unknown, errc::deadline_exceeded}) {
    world.fail("x", code);
    ask("x", 1);
    world.time.advance(30min);
    EXPECT_TRUE(world.broker.parked().empty()) << to_string(code);
    world.heal("x");
    world.time.advance(10s);
  }
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(1, 1, 1, 1));
}

TEST_F(parking_test, later_messages_of_a_parked_key_queue_behind_it_in_order) {
  world.fail("x", errc::system_failure);
  ask("x", 1);
  ask("x", 2); // while the first is being tried
  world.wait_for_parking();
  world.heal("x");
  ask("x", 3);
  ask("x", 4);
  world.time.advance(10s);
  EXPECT_EQ(world.parked("x").size(), 4U);
  EXPECT_TRUE(world.ill->amounts_of("x").empty()) << "none may overtake";
  EXPECT_EQ(world.parked("x").back().what.attempts, 0U) << "it never failed itself";
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(parking_test, other_keys_flow_while_one_fails_and_when_it_is_parked) {
  world.fail("x", errc::system_failure);
  ask("x", 1);
  ask("y", 1);
  world.time.advance(100ms);
  EXPECT_THAT(world.ill->amounts_of("y"), ElementsAre(1));
  world.wait_for_parking();
  ask("y", 2);
  world.time.advance(100ms);
  EXPECT_THAT(world.ill->amounts_of("y"), ElementsAre(1, 2));
}

TEST_F(parking_test, a_parked_key_stays_parked_when_another_node_takes_over) {
  world.fail("x", errc::system_failure);
  ask("x", 1);
  world.wait_for_parking();
  world.heal("x");
  node->crash();
  const auto successor = world.start("n2");
  ask("x", 2);
  ask("y", 1);
  world.time.advance(1min);
  EXPECT_TRUE(world.ill->amounts_of("x").empty());
  EXPECT_EQ(world.parked("x").size(), 2U);
  EXPECT_THAT(world.ill->amounts_of("y"), ElementsAre(1));
}

TEST_F(parking_test, a_key_that_another_node_parks_is_parked_for_all) {
  const auto second = world.start("n2");
  world.fail("x", errc::system_failure);
  ask("x", 1);
  world.wait_for_parking();
  world.heal("x");
  for (std::uint32_t amount = 2; amount <= 5; ++amount) // deliveries go to both in turn
    ask("x", amount);
  world.time.advance(10s);
  EXPECT_TRUE(world.ill->amounts_of("x").empty());
  EXPECT_EQ(world.parked("x").size(), 5U);
}

TEST_F(parking_test, a_crash_between_parking_and_acknowledging_parks_it_once) {
  world.fail("x", errc::system_failure);
  ask("x", 1);
  ASSERT_TRUE(world.time.run_until([&] { return !world.broker.parked().empty(); }, 3min));
  node->crash(); // it is stored; the answer has not arrived
  const auto successor = world.start("n2");
  world.time.advance(3min);
  EXPECT_EQ(world.parked("x").size(), 1U);
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(parking_test, parks_in_the_end_though_the_broker_fails_meanwhile) {
  world.broker.faults().parkings = {sinew::parking_fault::unavailable, sinew::parking_fault::lost_ack};
  world.fail("x", errc::system_failure);
  ask("x", 1);
  ask("x", 2);
  world.wait_for_parking();
  EXPECT_EQ(world.parked("x").size(), 2U) << "each once";
  EXPECT_LT(world.parked("x").front().what.position, world.parked("x").back().what.position);
}

TEST_F(parking_test, parks_early_what_would_take_the_window_from_others) {
  world.fail("x", errc::system_failure);
  for (std::uint32_t amount = 1; amount <= 300; ++amount)
    ask("x", amount);
  world.time.advance(15s); // long before its tries are used up
  EXPECT_EQ(world.parked("x").size(), 300U);
}

TEST_F(parking_test, an_event_that_is_none_is_set_aside_and_holds_nobody_up) {
  world.broker.plant("counting", {"counter", "x"}, "added", sinew::copy_of(sinew::as_bytes("garbage")));
  ask("x", 3);
  world.time.advance(2s);
  ASSERT_EQ(world.broker.parked().size(), 1U);
  EXPECT_EQ(sinew::as_text(world.broker.parked().front().body), "garbage");
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(3));
}

TEST_F(parking_test, nothing_waits_behind_what_no_node_has_parked) {
  for (const auto* text : {"stray", "and another"})
    world.stray("x", text);
  ask("x", 3);
  world.time.advance(2s);
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(3));
  EXPECT_TRUE(world.parked("x").empty());
  ASSERT_EQ(world.broker.parked().size(), 2U) << "kept, aside";
  EXPECT_THAT(world.broker.parked().front().reason, testing::HasSubstr("no node has parked it"));
}

TEST_F(parking_test, a_flood_of_strays_delays_a_key_and_stops_nothing) {
  for (int n = 0; n < 100; ++n)
    world.stray("x", "stray");
  ask("x", 3);
  world.time.advance(2min);
  EXPECT_THAT(world.ill->amounts_of("x"), ElementsAre(3));
  EXPECT_EQ(world.broker.parked().size(), 100U);
}

TEST_F(parking_test, parks_what_killed_everybody_who_worked_on_it) {
  node.reset();
  world.broker.plant("counting", {"counter", "x"}, "added", added("x", 7));
  for (int life = 0; life < 101; ++life) {
    world.fail("x", errc::unavailable); // under way, for as long as the node lives
    const auto mortal = world.start("mortal-" + std::to_string(life));
    world.time.advance(3s); // long enough to take the lane over and be given the message
    mortal->crash();
    world.time.advance(6s);
  }
  world.heal("x");
  const auto successor = world.start("n2");
  world.time.advance(1min);
  ASSERT_EQ(world.parked("x").size(), 1U);
  EXPECT_THAT(world.parked("x").front().what.reason, testing::HasSubstr("100 times"));
  EXPECT_TRUE(world.ill->amounts_of("x").empty());
}

/// Another service's table: whatever is added to anything sets the counter "victim" back.
auto crashing_service() -> sinew::service {
  static const test::faulty_counter kind;
  auto s = test::counting_service();
  s.aggregates = {&kind};
  s.reactions = {{.upstream = "counting",
                  .aggregate = "counter",
                  .event = "added",
                  .target = "counter",
                  .command = "reset",
                  .compensates = "",
                  .map = sinew::from<test::wire::CounterAdded>(
                      [](const test::wire::CounterAdded& event, const sinew::seen_event&) -> sinew::reaction_result {
                        if (event.amount() == 13)
                          throw std::logic_error{"a bug in the mapping"};
                        return sinew::one(sinew::address<counter>("victim", counter::reset{}));
                      })}};
  return s;
}

TEST(parking_crash_test, parks_what_makes_an_aggregate_break_down) {
  test::counting_world world{crashing_service()};
  const auto node = world.start("n1");
  world.ask("x", counter::add{1});
  world.time.advance(10min); // each breakdown is followed by a rest, which does not count
  ASSERT_EQ(world.broker.parked().size(), 1U);
  EXPECT_EQ(world.broker.parked().front().attempts, world.bounds.attempts_before_parking);
  EXPECT_THAT(world.broker.parked().front().reason, testing::HasSubstr("a bug in the domain"));
  EXPECT_FALSE(node->failure);
}

TEST(parking_crash_test, parks_at_once_what_makes_a_mapping_break_down) {
  test::counting_world world{crashing_service()};
  const auto node = world.start("n1");
  world.ask("x", counter::add{13});
  world.time.advance(1s);
  ASSERT_EQ(world.broker.parked().size(), 1U);
  EXPECT_THAT(world.broker.parked().front().reason, testing::HasSubstr("a bug in the mapping"));
  EXPECT_FALSE(node->failure);
}

} // namespace
