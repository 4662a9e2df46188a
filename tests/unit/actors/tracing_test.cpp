// SPDX-License-Identifier: Apache-2.0
#include "tests/support/copying_service.hpp"
#include "tests/support/counting_world.hpp"
#include "tests/support/recorded_spans.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::span;
using test::counter;

constexpr std::string_view from_outside = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// A service whose copies begin sagas of their own.
auto beginning_service() -> sinew::service {
  auto s = test::copying_service();
  s.reactions.front().begins_saga = true;
  return s;
}

auto attribute(const span& s, std::string_view key) -> std::string {
  for (const auto& a : s.attributes)
    if (a.key == key)
      return std::holds_alternative<std::string>(a.value) ? std::get<std::string>(a.value) : "?";
  return {};
}

class tracing_test : public testing::Test {
 protected:
  void begin(sinew::service served = test::copying_service(), bool looked_at = true) {
    world.emplace(std::move(served));
    world->traces = looked_at ? &told : nullptr;
    node = world->start("n1");
  }
  void settle() { world->time.advance(2s); }
  /// The traceparent of the first event of a counter.
  auto trace_in_log(const std::string& id) -> std::string {
    for (const auto& record : world->broker.events_of("counting").records())
      if (record.key.id == id)
        return std::string{sinew::message::verify(record.body)->trace()};
    return "no event";
  }
  auto span_of(const std::string& id) -> span {
    for (const auto& s : told.all)
      if (s.name == "counter.add" && attribute(s, "sinew.aggregate.id") == id)
        return s;
    ADD_FAILURE() << "no span of " << id;
    return {};
  }

  test::recorded_spans told;
  std::optional<test::counting_world> world;
  std::unique_ptr<test::counting_world::instance> node;
};

TEST_F(tracing_test, a_command_from_outside_begins_a_trace_that_follows_its_events) {
  begin();
  const auto id = world->new_id();
  world->ask("x", counter::add{3}, id);
  settle();
  const auto asked = span_of("x");
  const auto reaction = told.named("on counter.added");
  const auto copied = span_of("copy-of-x");
  EXPECT_EQ(asked.self.trace, id);
  EXPECT_EQ(asked.parent, 0U);
  EXPECT_EQ(reaction.parent, asked.self.span);
  EXPECT_EQ(copied.parent, reaction.self.span);
  EXPECT_EQ(copied.self.trace, id);
  EXPECT_EQ(trace_in_log("x"), to_traceparent(asked.self));
  EXPECT_EQ(trace_in_log("copy-of-x"), to_traceparent(copied.self));
}

TEST_F(tracing_test, a_span_tells_what_became_of_its_command) {
  begin();
  world->ask("x", counter::add{3});
  const auto good = told.all.at(0);
  EXPECT_EQ(attribute(good, "sinew.outcome"), "accepted");
  ASSERT_EQ(good.moments.size(), 3U);
  EXPECT_EQ(good.moments[0].name, "handled");
  EXPECT_LE(good.start, good.moments[0].at);
  EXPECT_LE(good.moments[2].at, good.end);
  world->ask("x", counter::add{counter::largest_amount + 1});
  EXPECT_EQ(attribute(told.all.at(1), "sinew.outcome"), "refused");
  EXPECT_TRUE(told.all.at(1).failure.empty()); // a no is an answer
}

TEST_F(tracing_test, who_asks_in_a_trace_is_followed_in_it) {
  begin();
  world->command_trace = from_outside;
  world->ask("x", counter::add{3});
  EXPECT_EQ(told.all.at(0).self.trace, sinew::parse_traceparent(from_outside)->trace);
  EXPECT_EQ(told.all.at(0).parent, sinew::parse_traceparent(from_outside)->span);
}

TEST_F(tracing_test, a_trace_that_is_not_wanted_is_handed_on_and_not_told) {
  begin();
  world->command_trace = std::string{from_outside.substr(0, 53)} + "00";
  world->ask("x", counter::add{3});
  settle();
  EXPECT_TRUE(told.all.empty());
  EXPECT_EQ(trace_in_log("copy-of-x"), world->command_trace);
}

TEST_F(tracing_test, a_damaged_trace_is_none_and_a_new_one_begins) {
  begin();
  world->command_trace = "00-garbage";
  EXPECT_EQ(world->ask("x", counter::add{3}).outcome, sinew::wire::Outcome::accepted);
  settle();
  EXPECT_EQ(told.all.size(), 3U);
  EXPECT_EQ(span_of("x").parent, 0U);
}

TEST_F(tracing_test, what_is_not_drawn_at_its_beginning_is_not_told_later) {
  begin();
  told.samples_all = false;
  world->ask("x", counter::add{3});
  told.samples_all = true;
  settle();
  EXPECT_TRUE(told.all.empty()) << told.all.front().name;
  EXPECT_EQ(trace_in_log("x"), "");
}

TEST_F(tracing_test, where_nobody_looks_a_trace_is_only_handed_on) {
  begin(test::copying_service(), false);
  world->command_trace = from_outside;
  world->ask("x", counter::add{3});
  settle();
  EXPECT_EQ(trace_in_log("copy-of-x"), from_outside);
}

TEST_F(tracing_test, a_saga_that_begins_in_another_conversation_is_a_trace_of_its_own_with_a_link) {
  begin(beginning_service());
  world->ask("x", counter::add{3});
  settle();
  const auto asked = span_of("x");
  const auto reaction = told.named("on counter.added");
  EXPECT_EQ(reaction.parent, 0U);
  EXPECT_NE(reaction.self.trace, asked.self.trace);
  ASSERT_EQ(reaction.links.size(), 1U);
  EXPECT_EQ(reaction.links[0], asked.self);
  EXPECT_EQ(span_of("copy-of-x").self.trace, reaction.self.trace);
}

TEST_F(tracing_test, what_is_delivered_twice_hangs_below_the_same_span) {
  begin();
  world->broker.faults().deliveries = {sinew::delivery_fault::duplicated};
  world->ask("x", counter::add{3});
  settle();
  const auto copied = span_of("copy-of-x");
  for (const auto& s : told.all)
    EXPECT_TRUE(s.name != "on counter.added" || s.self.span == copied.parent);
}

TEST_F(tracing_test, does_not_make_receipts_tell_of_hops) {
  begin();
  EXPECT_EQ(world->ask("x", counter::add{3}).hops, nullptr);
  world->time_hops = true;
  EXPECT_NE(world->ask("x", counter::add{3}).hops, nullptr);
}

} // namespace
