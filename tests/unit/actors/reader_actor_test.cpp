// SPDX-License-Identifier: Apache-2.0
#include "tests/support/copying_service.hpp"
#include "tests/support/counting_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using test::counter;

constexpr std::uint32_t copied_up_to = 100;

class reader_actor_test : public testing::Test {
 protected:
  void settle() { world.time.advance(2s); }

  test::counting_world world{test::copying_service()};
  std::unique_ptr<test::counting_world::instance> node = world.start("n1");
};

TEST_F(reader_actor_test, turns_events_into_commands) {
  world.ask("x", counter::add{3});
  world.ask("x", counter::add{4});
  settle();
  EXPECT_EQ(world.total_in_log("copy-of-x"), 7U);
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(reader_actor_test, reacts_once_to_an_event_that_arrives_twice) {
  world.broker.faults().deliveries = {sinew::delivery_fault::duplicated};
  world.ask("x", counter::add{3});
  settle();
  EXPECT_EQ(world.total_in_log("copy-of-x"), 3U);
}

TEST_F(reader_actor_test, catches_up_after_a_crash_in_the_middle) {
  for (std::uint32_t i = 0; i < copied_up_to; ++i)
    world.send("x-" + std::to_string(i % 10), counter::add{1});
  world.time.where().turn({});
  node->crash();
  const auto successor = world.start("n2");
  std::uint64_t written = 0;
  std::uint64_t copied = 0;
  world.time.advance(120s); // beyond the ack wait of what the dead node held
  for (int i = 0; i < 10; ++i) {
    written += world.total_in_log("x-" + std::to_string(i));
    copied += world.total_in_log("copy-of-x-" + std::to_string(i));
  }
  EXPECT_EQ(copied, written);
}

TEST_F(reader_actor_test, tries_again_while_the_log_cannot_be_written) {
  world.broker.faults().appends = {sinew::append_fault::none, sinew::append_fault::unavailable,
                                   sinew::append_fault::unavailable, sinew::append_fault::lost_ack};
  world.ask("x", counter::add{3});
  settle();
  EXPECT_EQ(world.total_in_log("copy-of-x"), 3U);
}

TEST_F(reader_actor_test, parks_what_it_cannot_read_and_goes_on) {
  world.broker.plant("counting", {"counter", "x"}, "added", sinew::copy_of(sinew::as_bytes("garbage")));
  world.ask("x", counter::add{3});
  settle();
  ASSERT_EQ(world.broker.parked().size(), 1U);
  EXPECT_EQ(world.broker.parked().front().key.id, "x");
  EXPECT_EQ(sinew::as_text(world.broker.parked().front().body), "garbage");
  EXPECT_EQ(world.total_in_log("copy-of-x"), 3U);
}

/// The copying service, with what is added to `x` beginning a saga of its own at the copy.
auto beginning_service() -> sinew::service {
  auto s = test::copying_service();
  s.reactions.front().begins_saga = true;
  return s;
}

/// The first event of a counter.
auto first_of(test::counting_world& world, const std::string& id) -> sinew::message {
  for (const auto& record : world.broker.events_of("counting").records())
    if (record.key.id == id)
      return sinew::message::verify(record.body).value();
  throw std::runtime_error{"no event of " + id};
}

TEST_F(reader_actor_test, goes_on_with_the_conversation_of_the_event) {
  world.ask("x", counter::add{3});
  settle();
  EXPECT_EQ(first_of(world, "copy-of-x").correlation(), first_of(world, "x").correlation());
}

TEST(reader_actor, begins_a_saga_of_its_own_where_the_row_says_so) {
  test::counting_world world{beginning_service()};
  const auto node = world.start("n1");
  world.saga_deadline = world.time.clock().now() + 1min;
  world.ask("x", counter::add{3});
  world.time.advance(2s);
  const auto copy = first_of(world, "copy-of-x");
  EXPECT_EQ(copy.correlation(), "copy-of-x");
  EXPECT_NE(first_of(world, "x").correlation(), "copy-of-x");
  EXPECT_EQ(copy.saga_deadline(), sinew::timestamp{});
}

} // namespace
