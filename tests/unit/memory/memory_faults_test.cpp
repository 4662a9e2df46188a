// SPDX-License-Identifier: Apache-2.0
#include "memory/manual_time.hpp"
#include "memory/memory_node.hpp"
#include "memory/seeded_randomness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::append_fault;
using sinew::delivery_fault;
using sinew::errc;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const sinew::aggregate_key key{"item", "a"};

auto sold() -> sinew::message {
  static std::uint64_t last_id = 0;
  const sinew::new_entry entry{
      .head = {.id = {1, ++last_id}, .causation = {}, .correlation = "a", .time = {}, .actor = "", .trace = ""},
      .payload = {}};
  return sinew::message::write({.aggregate = "item", .aggregate_id = "a", .type = "sold"}, {entry});
}

class memory_faults_test : public ::testing::Test {
 protected:
  /// "stored" or the code of the error.
  auto append(std::uint64_t expected) -> std::string {
    std::string outcome;
    node.ports().log.append(key, expected, {sold()}, [&](const auto& r) {
      outcome = r ? "stored" : std::string{sinew::to_string(r.error().code)};
    });
    time.settle();
    return outcome;
  }
  /// Subscribes; notes "position/attempt" of each delivery.
  void subscribe(sinew::memory_node& by) {
    by.ports().feeds.open(
        {.reader = "shop", .upstream = "shop", .filters = {{"item", "sold"}}, .ack_wait = 1s},
        [this](const sinew::delivery& d) {
          got.push_back(std::to_string(d.position) + "/" + std::to_string(d.attempt));
        },
        [](const auto&) {});
    time.settle();
  }

  sinew::manual_time time;
  sinew::seeded_randomness chance{1};
  sinew::memory_broker broker{time.where(), time.clock()};
  sinew::memory_node node{broker, time.where(), "shop", "shop-1", time.clock(), chance};
  std::vector<std::string> got;
};

TEST_F(memory_faults_test, an_append_can_fail_before_it_is_stored) {
  broker.faults().appends = {append_fault::unavailable, append_fault::overloaded, append_fault::lost_request};
  EXPECT_EQ(append(0), "unavailable");
  EXPECT_EQ(append(0), "overloaded");
  EXPECT_EQ(append(0), "outcome_unknown");
  EXPECT_THAT(broker.events_of("shop").records(), IsEmpty());
  EXPECT_EQ(append(0), "stored");
}

TEST_F(memory_faults_test, an_ack_can_be_lost_after_the_append_was_stored) {
  broker.faults().appends = {append_fault::none, append_fault::lost_ack};
  EXPECT_EQ(append(0), "stored");
  EXPECT_EQ(append(1), "outcome_unknown");
  EXPECT_EQ(broker.events_of("shop").last_position(key), 2U);
  EXPECT_EQ(append(1), "conflict");
}

TEST_F(memory_faults_test, a_dropped_delivery_comes_after_the_ack_wait) {
  broker.faults().deliveries = {delivery_fault::dropped};
  subscribe(node);
  append(0);
  EXPECT_THAT(got, IsEmpty());
  time.advance(1s);
  EXPECT_THAT(got, ElementsAre("1/2"));
}

TEST_F(memory_faults_test, a_duplicated_delivery_comes_twice) {
  broker.faults().deliveries = {delivery_fault::duplicated};
  subscribe(node);
  append(0);
  EXPECT_THAT(got, ElementsAre("1/1", "1/1"));
}

TEST_F(memory_faults_test, after_a_crash_nothing_reaches_the_node_or_comes_from_it) {
  subscribe(node);
  int completions = 0;
  node.ports().log.append(key, 0, {sold()}, [&](const auto&) { ++completions; });
  node.crash();
  node.ports().log.append(key, 1, {sold()}, [&](const auto&) { ++completions; });
  time.advance(1min);
  EXPECT_EQ(completions, 0);
  EXPECT_THAT(got, IsEmpty());
  EXPECT_EQ(broker.events_of("shop").last_position(key), 1U) << "what was sent before the crash is stored";
}

TEST_F(memory_faults_test, what_a_crashed_node_had_not_acknowledged_comes_to_another) {
  subscribe(node);
  append(0);
  ASSERT_THAT(got, ElementsAre("1/1"));
  node.crash();
  sinew::memory_node second{broker, time.where(), "shop", "shop-2", time.clock(), chance};
  subscribe(second);
  time.advance(1s);
  EXPECT_THAT(got, ElementsAre("1/1", "1/2"));
}

TEST_F(memory_faults_test, foreign_bytes_can_be_planted_and_are_delivered) {
  subscribe(node);
  broker.plant("shop", key, "sold", sinew::copy_of(sinew::as_bytes("garbage")));
  time.settle();
  EXPECT_THAT(got, ElementsAre("1/1"));
}

TEST_F(memory_faults_test, a_node_that_is_gone_leaves_nothing_behind_that_runs) {
  {
    sinew::memory_node brief{broker, time.where(), "shop", "shop-2", time.clock(), chance};
    int on_stack = 0;
    brief.ports().log.last(key, [&](const auto&) { ++on_stack; });
    brief.ports().calls.serve_commands("item", 0, [&](const auto&) { ++on_stack; });
  }
  std::string outcome;
  node.ports().calls.send(sold(), 1s, [&](const auto& r) { outcome = sinew::to_string(r.error().code); });
  time.advance(1min);
  EXPECT_EQ(outcome, "unavailable");
}

} // namespace
