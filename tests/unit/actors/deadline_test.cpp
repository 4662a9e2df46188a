// SPDX-License-Identifier: Apache-2.0

// How the time that a saga has left goes along with what it leads to: what begins something is left out when it is too
// late, what undoes never is.

#include "actors/reaction_map.hpp"
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::wire::Outcome;
using test::counter;

/// What is added to `x` is added to `forward-x`, `report-x` and `undone-x` too, and told to a party outside.
auto saga_like_service(int& calls) -> sinew::service {
  const auto adds_to = [](std::string prefix) {
    return sinew::from<test::wire::CounterAdded>(
        [prefix](const test::wire::CounterAdded& event, const sinew::seen_event& seen) -> sinew::reaction_result {
          if (seen.key.id != "x")
            return std::vector<sinew::addressed>{};
          return sinew::one(sinew::address<counter>(prefix + seen.key.id, counter::add{event.amount()}));
        });
  };
  const sinew::reaction row{
      .upstream = "counting", .aggregate = "counter", .event = "added", .target = "counter", .command = "add"};
  auto forward = row;
  forward.map = adds_to("forward-");
  forward.expires = true;
  auto report = row;
  report.map = adds_to("report-");
  auto undo = row;
  undo.map = adds_to("undone-");
  undo.compensates = "add";
  auto call = row;
  call.effect = [&calls](const sinew::seen_event& seen, sinew::completion<std::vector<sinew::addressed>> done) {
    calls += seen.key.id == "x" ? 1 : 0;
    done(std::vector<sinew::addressed>{});
  };
  call.party = "bank";
  call.expires = true;
  auto s = test::counting_service();
  s.reactions = {forward, report, undo, call};
  return s;
}

class deadline_test : public testing::Test {
 protected:
  /// What the first event of a counter says about the time its saga has.
  auto told_by(const std::string& id) -> sinew::timestamp {
    for (const auto& record : world.broker.events_of("counting").records())
      if (record.key.id == id)
        return sinew::message::verify(record.body)->saga_deadline();
    ADD_FAILURE() << "no event of " << id;
    return {};
  }
  void add_to_x() {
    world.ask("x", counter::add{3});
    world.time.advance(2s);
  }

  int calls = 0;
  test::counting_world world{saga_like_service(calls)};
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(deadline_test, a_command_that_comes_too_late_is_refused_and_stores_nothing) {
  world.command_deadline = world.time.clock().now() - 1ms;
  const auto no = world.ask("c-1", counter::add{5});
  EXPECT_EQ(no.outcome, Outcome::refused);
  EXPECT_EQ(no.reason, "deadline_exceeded");
  EXPECT_EQ(world.total_in_log("c-1"), 0U);
}

TEST_F(deadline_test, a_command_answered_in_time_is_answered_alike_when_it_is_repeated_too_late) {
  const auto id = world.new_id();
  world.command_deadline = world.time.clock().now() + 1s;
  const auto first = world.ask("c-1", counter::add{5}, id);
  world.time.advance(2s);
  const auto again = world.ask("c-1", counter::add{5}, id);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.version, first.version);
}

TEST_F(deadline_test, how_long_a_client_waits_says_nothing_about_the_saga_it_begins) {
  world.command_deadline = world.time.clock().now() + 1s;
  add_to_x();
  EXPECT_EQ(told_by("x"), sinew::timestamp{});
}

TEST_F(deadline_test, is_handed_on_to_what_leads_forward_and_not_to_what_undoes) {
  world.saga_deadline = world.time.clock().now() + 1min;
  add_to_x();
  EXPECT_EQ(told_by("x"), world.saga_deadline);
  EXPECT_EQ(told_by("forward-x"), world.saga_deadline);
  EXPECT_EQ(told_by("report-x"), world.saga_deadline);
  EXPECT_EQ(told_by("undone-x"), sinew::timestamp{});
  EXPECT_EQ(calls, 1);
}

TEST_F(deadline_test, once_passed_nothing_is_begun_but_all_is_reported_and_undone) {
  world.saga_deadline = world.time.clock().now() - 1s;
  add_to_x();
  EXPECT_EQ(world.total_in_log("forward-x"), 0U);
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(world.total_in_log("report-x"), 3U);
  EXPECT_EQ(world.total_in_log("undone-x"), 3U);
  EXPECT_TRUE(world.broker.parked().empty());
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(deadline_test, that_passes_while_a_step_is_tried_again_ends_the_trying) {
  // The appends after that of the first event fail for a while: longer than the saga has.
  world.saga_deadline = world.time.clock().now() + 1s;
  world.broker.faults().appends = {sinew::append_fault::none};
  for (int i = 0; i < 60; ++i)
    world.broker.faults().appends.push_back(sinew::append_fault::unavailable);
  add_to_x();
  world.time.advance(5min);
  EXPECT_EQ(world.total_in_log("forward-x"), 0U);
  EXPECT_EQ(world.total_in_log("report-x"), 3U);
  EXPECT_EQ(world.total_in_log("undone-x"), 3U);
  EXPECT_TRUE(world.broker.parked().empty());
}

} // namespace
