// SPDX-License-Identifier: Apache-2.0
#include "bridge/append_pile.hpp"

#include "tests/unit/bridge/appends.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct append_pile_test : testing::Test {
  append_pile pile{{.waiting = 8, .batch_messages = 4, .batch_bytes = 4'000}};
  append_pile::time_point start{};

  auto add(std::string_view id, std::size_t messages = 1, std::size_t size = 1) -> bool {
    auto a = append_of(id, messages, size);
    return pile.add(start, a);
  }
};

TEST_F(append_pile_test, gives_what_came_first_up_to_the_size_of_a_batch) {
  for (const auto* id : {"a", "b", "c", "d", "e"})
    add(id);
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("e"));
  EXPECT_THAT(ids_of(pile.take_batch()), IsEmpty());
}

TEST_F(append_pile_test, leaves_an_append_of_several_messages_whole) {
  add("a", 3);
  add("b", 2);
  add("c");
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("a"));
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("b", "c"));
}

TEST_F(append_pile_test, gives_alone_what_is_larger_than_a_batch) {
  add("a");
  add("long", 5);
  add("wide", 1, 5'000);
  add("b");
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("a"));
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("long"));
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("wide"));
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("b"));
}

TEST_F(append_pile_test, ends_a_batch_by_its_bytes) {
  for (const auto* id : {"a", "b", "c"})
    add(id, 1, 1'500);
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("a", "b"));
}

TEST_F(append_pile_test, never_puts_two_appends_of_one_aggregate_into_a_batch) {
  for (const auto* id : {"a", "b", "a", "c"})
    add(id);
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("a", "b"));
  EXPECT_THAT(ids_of(pile.take_batch()), ElementsAre("a", "c"));
}

TEST_F(append_pile_test, is_bounded_and_leaves_what_it_does_not_take) {
  for (int i = 0; i < 8; ++i)
    EXPECT_TRUE(add("a"));
  auto one_too_many = append_of("b");
  EXPECT_FALSE(pile.add(start, one_too_many));
  EXPECT_EQ(one_too_many.key.id, "b");
  EXPECT_EQ(one_too_many.messages.size(), 1U);
}

TEST_F(append_pile_test, gives_back_what_has_waited_too_long) {
  add("old");
  start += 5s;
  add("recent");
  EXPECT_THAT(ids_of(pile.take_older_than(start)), ElementsAre("old"));
  EXPECT_EQ(pile.size(), 1U);
}

} // namespace
} // namespace sinew
