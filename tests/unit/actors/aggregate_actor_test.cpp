// SPDX-License-Identifier: Apache-2.0
#include "actors/wake_up.hpp"
#include "memory/memory_node.hpp"
#include "memory/seeded_randomness.hpp"
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <vector>

namespace {

using namespace std::chrono_literals;
using sinew::append_fault;
using sinew::wire::Outcome;
using test::counter;

class aggregate_actor_test : public testing::Test {
 protected:
  test::counting_world world;
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(aggregate_actor_test, answers_with_version_and_position) {
  const auto first = world.ask("c-1", counter::add{5});
  EXPECT_EQ(first.outcome, Outcome::accepted) << first.reason;
  EXPECT_EQ(first.version, 1U);
  const auto second = world.ask("c-1", counter::add{2});
  EXPECT_EQ(second.version, 2U);
  EXPECT_GT(second.position, first.position);
  EXPECT_EQ(world.total_in_log("c-1"), 7U);
}

TEST_F(aggregate_actor_test, passes_a_refusal_on_by_name_and_stores_nothing) {
  const auto no = world.ask("c-1", counter::add{counter::largest_amount + 1});
  EXPECT_EQ(no.outcome, Outcome::refused);
  EXPECT_EQ(no.reason, "too_large");
  EXPECT_EQ(world.total_in_log("c-1"), 0U);
}

TEST_F(aggregate_actor_test, answers_a_repeated_command_as_the_first_time) {
  const auto id = world.new_id();
  const auto first = world.ask("c-1", counter::add{5}, id);
  world.ask("c-1", counter::add{1});
  const auto again = world.ask("c-1", counter::add{5}, id);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.version, first.version);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(world.total_in_log("c-1"), 6U);
}

TEST_F(aggregate_actor_test, remembers_commands_across_a_crash) {
  const auto id = world.new_id();
  world.ask("c-1", counter::add{5}, id);
  node->crash();
  const auto successor = world.start("n2");
  EXPECT_TRUE(world.ask("c-1", counter::add{5}, id).repeated);
  EXPECT_EQ(world.total_in_log("c-1"), 5U);
}

TEST_F(aggregate_actor_test, commits_what_waits_meanwhile_in_one_append) {
  std::vector<std::shared_ptr<std::optional<sinew::receipt>>> receipts;
  for (int i = 0; i < 100; ++i)
    receipts.push_back(world.send("hot", counter::add{1}));
  ASSERT_TRUE(
      world.time.run_until([&] { return std::ranges::all_of(receipts, [](auto& r) { return r->has_value(); }); }, 5s));
  EXPECT_EQ(world.total_in_log("hot"), 100U);
  EXPECT_LT((*receipts.back())->position, 20U) << "one hundred commands should take a handful of appends";
  for (std::size_t i = 0; i < receipts.size(); ++i)
    EXPECT_EQ((*receipts[i])->version, i + 1);
}

TEST_F(aggregate_actor_test, keeps_the_order_of_different_events_in_one_queue) {
  world.send("c-1", counter::add{1});
  world.send("c-1", counter::reset{});
  world.send("c-1", counter::add{4});
  world.send("c-1", counter::reset{});
  const auto last = world.ask("c-1", counter::add{9});
  EXPECT_EQ(last.version, 5U);
  EXPECT_EQ(world.total_in_log("c-1"), 9U);
}

TEST_F(aggregate_actor_test, decides_again_when_someone_else_wrote_first) {
  world.ask("c-1", counter::add{1});
  const auto rival = world.start("n2"); // both serve: requests alternate between them
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::accepted);
  EXPECT_EQ(world.total_in_log("c-1"), 21U);
}

TEST_F(aggregate_actor_test, looks_again_before_it_answers_from_what_it_remembers) {
  const auto rival = world.start("n2");
  world.ask("c-1", counter::reset{}); // nothing to set back: both remember that
  world.ask("c-1", counter::reset{});
  world.ask("c-1", counter::add{5});
  EXPECT_EQ(world.ask("c-1", counter::reset{}).version, 2U) << "the other node has written since";
  EXPECT_EQ(world.total_in_log("c-1"), 0U);
}

TEST_F(aggregate_actor_test, says_no_only_after_it_knows_the_newest) {
  world.ask("c-1", counter::add{5});
  node->crash();
  const auto successor = world.start("n2");
  world.broker.faults().stale_reads = {1};
  EXPECT_EQ(world.ask("c-1", counter::reset{}).version, 2U) << "it believed that there is nothing to set back";
  EXPECT_EQ(world.total_in_log("c-1"), 0U);
}

TEST_F(aggregate_actor_test, finds_out_that_an_append_without_answer_was_stored) {
  world.broker.faults().appends = {append_fault::lost_ack};
  const auto r = world.ask("c-1", counter::add{5});
  EXPECT_EQ(r.outcome, Outcome::accepted);
  EXPECT_EQ(r.version, 1U);
  EXPECT_EQ(world.total_in_log("c-1"), 5U);
}

TEST_F(aggregate_actor_test, appends_again_what_was_lost_on_the_way) {
  world.broker.faults().appends = {append_fault::lost_request};
  EXPECT_EQ(world.ask("c-1", counter::add{5}).outcome, Outcome::accepted);
  EXPECT_EQ(world.total_in_log("c-1"), 5U);
}

TEST_F(aggregate_actor_test, tells_the_sender_to_retry_when_the_broker_is_away) {
  world.broker.faults().appends = {append_fault::unavailable};
  const auto id = world.new_id();
  EXPECT_EQ(world.ask("c-1", counter::add{5}, id).outcome, Outcome::retry);
  EXPECT_EQ(world.ask("c-1", counter::add{5}, id).outcome, Outcome::accepted);
  EXPECT_EQ(world.total_in_log("c-1"), 5U);
}

TEST_F(aggregate_actor_test, passes_over_a_foreign_message_and_goes_on) {
  world.ask("c-1", counter::add{5});
  world.broker.plant("counting", {"counter", "c-1"}, "added", sinew::copy_of(sinew::as_bytes("garbage")));
  EXPECT_EQ(world.ask("c-1", counter::add{2}).outcome, Outcome::accepted);
  EXPECT_EQ(world.total_in_log("c-1"), 7U);
}

TEST_F(aggregate_actor_test, rings_at_its_deadline_and_only_once) {
  const auto at = world.time.clock().now() + 10s;
  world.ask("c-1", counter::remind{at});
  world.time.advance(9s);
  EXPECT_EQ(world.ask("c-1", counter::add{1}).version, 2U);
  world.time.advance(5s);
  EXPECT_EQ(world.ask("c-1", counter::add{1}).version, 4U) << "reminded, added, rang, added";
}

TEST_F(aggregate_actor_test, takes_an_early_wake_up_for_done_only_when_the_next_is_sure) {
  world.ask("c-1", counter::remind{world.time.clock().now() + 10s});
  world.broker.faults().arms = {sinew::arm_fault::unavailable};
  EXPECT_EQ(world.ask("c-1", counter::ring{}).outcome, Outcome::retry);
  EXPECT_EQ(world.ask("c-1", counter::ring{}).outcome, Outcome::accepted);
  EXPECT_EQ(world.broker.armed_by("counting").size(), 1U);
}

TEST_F(aggregate_actor_test, keeps_an_early_wake_up_for_an_append_that_is_still_on_its_way) {
  const sinew::aggregate_key key{"counter", "c-9"};
  const sinew::encoded_alarm alarm{sinew::encode_named(counter::ring{}), world.time.clock().now() + 10s};
  sinew::seeded_randomness chance{9};
  sinew::memory_node owner{world.broker, world.time.where(), "counting", "n9", world.time.clock(), chance};
  // The other owner has armed it, and has stored nothing yet; the broker's clock is ahead of ours.
  owner.ports().alarms.arm(key, world.time.clock().now() + 1s, sinew::wake_up(key, alarm, "service/counting", 0),
                           [](const sinew::result<void>&) {});
  world.time.advance(5s);
  const auto armed = world.broker.armed_by("counting");
  ASSERT_EQ(armed.size(), 1U);
  EXPECT_EQ(armed.begin()->second, alarm.at);
  world.time.advance(20s);
  EXPECT_TRUE(world.broker.armed_by("counting").empty()) << "at its time it comes for the last time";
}

TEST_F(aggregate_actor_test, rings_though_its_node_died_before_the_deadline) {
  world.ask("c-1", counter::remind{world.time.clock().now() + 10s});
  node->crash();
  world.time.advance(20s);
  const auto successor = world.start("n2");
  world.time.advance(60s);
  EXPECT_EQ(world.ask("c-1", counter::add{1}).version, 3U) << "reminded, rang, added";
}

TEST_F(aggregate_actor_test, dies_in_the_middle_of_an_append_and_leaves_nothing_behind) {
  world.send("c-1", counter::add{5});
  ASSERT_TRUE(world.time.run_until([&] { return !world.broker.events_of("counting").records().empty(); }, 5s));
  node->crash(); // the answer to the append is on its way, and holds the aggregate
  world.time.advance(10s);
  EXPECT_EQ(world.total_in_log("c-1"), 5U);
}

TEST(aggregate_actor_limits, answers_overloaded_beyond_the_bound_and_loses_nothing) {
  test::counting_world world;
  world.bounds.waiting_commands = 8;
  const auto node = world.start("n1");
  std::vector<std::shared_ptr<std::optional<sinew::receipt>>> receipts;
  for (int i = 0; i < 50; ++i)
    receipts.push_back(world.send("hot", counter::add{1}));
  ASSERT_TRUE(
      world.time.run_until([&] { return std::ranges::all_of(receipts, [](auto& r) { return r->has_value(); }); }, 5s));
  const auto accepted = std::ranges::count_if(receipts, [](auto& r) { return (*r)->outcome == Outcome::accepted; });
  const auto told_to_retry = std::ranges::count_if(receipts, [](auto& r) { return (*r)->outcome == Outcome::retry; });
  EXPECT_GT(told_to_retry, 0);
  EXPECT_EQ(accepted + told_to_retry, 50);
  EXPECT_EQ(world.total_in_log("hot"), static_cast<std::uint64_t>(accepted));
}

TEST(aggregate_actor_limits, fills_each_append_anew) {
  test::counting_world world;
  world.bounds.bytes_per_append = 1'024;
  const auto node = world.start("n1");
  for (int round = 0; round < 20; ++round) {
    std::vector<std::shared_ptr<std::optional<sinew::receipt>>> receipts;
    for (int i = 0; i < 10; ++i)
      receipts.push_back(world.send("hot", counter::add{1}));
    ASSERT_TRUE(world.time.run_until(
        [&] { return std::ranges::all_of(receipts, [](auto& r) { return r->has_value(); }); }, 5s));
  }
  EXPECT_LE(world.broker.events_of("counting").records().size(), 60U) << "what earlier appends held still counts";
}

TEST(aggregate_actor_limits, leaves_memory_when_idle_and_comes_back_with_its_state) {
  test::counting_world world;
  world.bounds.events_per_snapshot = 3;
  const auto node = world.start("n1");
  for (int i = 0; i < 10; ++i)
    world.ask("c-1", counter::add{1});
  world.time.advance(world.bounds.idle * 3);
  EXPECT_EQ(world.ask("c-1", counter::add{1}).version, 11U);
  EXPECT_EQ(world.total_in_log("c-1"), 11U);
}

TEST(aggregate_actor_limits, keeps_all_commands_while_a_small_memory_is_swapped) {
  test::counting_world world;
  world.bounds.live_aggregates = 64; // one per partition
  const auto node = world.start("n1");
  std::vector<std::shared_ptr<std::optional<sinew::receipt>>> receipts;
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 300; ++i)
      receipts.push_back(world.send("c-" + std::to_string(i), counter::add{1}));
  ASSERT_TRUE(
      world.time.run_until([&] { return std::ranges::all_of(receipts, [](auto& r) { return r->has_value(); }); }, 30s));
  for (int i = 0; i < 300; ++i)
    EXPECT_EQ(world.total_in_log("c-" + std::to_string(i)), 3U);
}

TEST(node_drain, finishes_what_it_has_begun) {
  test::counting_world world;
  const auto node = world.start("n1");
  const auto open = world.send("c-1", counter::add{1});
  ASSERT_TRUE(world.time.run_until([&] { return !world.broker.events_of("counting").records().empty(); }, 5s));
  ASSERT_FALSE(open->has_value()) << "stored, but the answer is still on its way";
  node->drain();
  EXPECT_TRUE(world.time.run_until([&] { return node->drained; }, 30s));
  world.time.settle();
  ASSERT_TRUE(open->has_value());
  EXPECT_EQ((*open)->outcome, Outcome::accepted);
  EXPECT_TRUE(world.broker.members().empty());
}

} // namespace
