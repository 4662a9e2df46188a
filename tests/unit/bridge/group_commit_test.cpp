// SPDX-License-Identifier: Apache-2.0
#include "bridge/group_commit.hpp"

#include "memory/manual_time.hpp"
#include "tests/unit/bridge/appends.hpp"

#include <gmock/gmock.h>
#include <deque>
#include <map>
#include <optional>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// A broker that keeps what it is sent until the test answers.
struct group_commit_test : testing::Test {
  struct sent {
    std::vector<std::string> ids;
    completion<appended> done;
  };

  manual_time time;
  std::deque<sent> under_way;
  std::map<std::string, result<appended>> told;
  std::optional<group_commit> together{
      std::in_place, time.where(),
      [this](std::span<const guarded_append> appends, completion<appended> done) {
        under_way.push_back({ids_of(appends), std::move(done)});
      },
      group_commit::limits{.pile = {.waiting = 10}, .worth_a_batch = 3, .singles = 2, .patience = 5s}};

  void append(std::string_view ids) { // one for each letter
    for (const char letter : ids) {
      const std::string id{letter};
      together->append(append_of(id, letter == 'x' ? 2 : 1, 1,
                                 [this, id](const auto& outcome) { told.insert_or_assign(id, outcome); }));
    }
  }
  void append_now(std::string_view ids) {
    append(ids);
    time.settle();
  }
  void answer(const result<appended>& outcome) {
    const auto first = std::move(under_way.front());
    under_way.pop_front();
    first.done(outcome);
    time.settle();
  }
  auto failure_of(const std::string& id) -> std::optional<errc> {
    const auto found = told.find(id);
    return found == told.end() || found->second ? std::nullopt : std::optional{found->second.error().code};
  }
};

TEST_F(group_commit_test, sends_a_few_singly_and_at_once) {
  append_now("ab");
  ASSERT_EQ(under_way.size(), 2U);
  EXPECT_THAT(under_way[0].ids, ElementsAre("a"));
  answer(appended{7});
  EXPECT_EQ(told.at("a")->position, 7U);
  EXPECT_FALSE(told.contains("b"));
}

TEST_F(group_commit_test, sends_what_comes_in_one_turn_together) {
  append("abc");
  EXPECT_TRUE(under_way.empty());
  time.settle();
  ASSERT_EQ(under_way.size(), 1U);
  EXPECT_THAT(under_way[0].ids, ElementsAre("a", "b", "c"));
}

TEST_F(group_commit_test, sends_together_what_has_piled_up_meanwhile) {
  append_now("abc");
  append_now("d");
  append_now("ef");
  EXPECT_EQ(under_way.size(), 1U);
  answer(appended{3});
  ASSERT_EQ(under_way.size(), 1U);
  EXPECT_THAT(under_way[0].ids, ElementsAre("d", "e", "f"));
}

TEST_F(group_commit_test, tells_each_its_own_position) {
  append_now("axc"); // x has two messages
  answer(appended{14});
  EXPECT_EQ(told.at("a")->position, 11U);
  EXPECT_EQ(told.at("x")->position, 13U);
  EXPECT_EQ(told.at("c")->position, 14U);
}

TEST_F(group_commit_test, sends_all_singly_when_one_guard_fails) {
  append_now("abc");
  answer(fail(errc::conflict, "one of them"));
  EXPECT_TRUE(told.empty());
  ASSERT_EQ(under_way.size(), 3U);
  answer(appended{4});
  answer(fail(errc::conflict, "this one"));
  answer(appended{5});
  EXPECT_EQ(told.at("a")->position, 4U);
  EXPECT_EQ(failure_of("b"), errc::conflict);
  EXPECT_EQ(told.at("c")->position, 5U);
}

TEST_F(group_commit_test, begins_no_batch_while_single_ones_are_under_way) {
  append_now("ab");
  append_now("cde");
  EXPECT_EQ(under_way.size(), 2U);
  answer(appended{1});
  EXPECT_EQ(under_way.size(), 1U);
  answer(appended{2});
  ASSERT_EQ(under_way.size(), 1U);
  EXPECT_THAT(under_way[0].ids, ElementsAre("c", "d", "e"));
}

TEST_F(group_commit_test, tells_each_that_the_outcome_is_unknown_and_repeats_nothing) {
  append_now("abc");
  answer(fail(errc::outcome_unknown, "no answer"));
  for (const auto* id : {"a", "b", "c"})
    EXPECT_EQ(failure_of(id), errc::outcome_unknown);
  EXPECT_TRUE(under_way.empty());
}

TEST_F(group_commit_test, tells_each_that_the_broker_is_away) {
  append_now("abc");
  answer(fail(errc::unavailable, "away"));
  EXPECT_EQ(failure_of("b"), errc::unavailable);
  EXPECT_TRUE(under_way.empty());
}

TEST_F(group_commit_test, refuses_what_finds_no_place_but_not_inside_the_call) {
  append_now("ab"); // under way
  append("0123456789z");
  EXPECT_TRUE(told.empty());
  time.settle();
  EXPECT_EQ(failure_of("z"), errc::overloaded);
  EXPECT_EQ(told.size(), 1U);
}

TEST_F(group_commit_test, refuses_what_waited_too_long_for_its_turn) {
  append_now("abc");
  append_now("d");
  time.advance(6s);
  append_now("e");
  EXPECT_EQ(failure_of("d"), errc::overloaded);
  answer(fail(errc::outcome_unknown, "no answer"));
  ASSERT_EQ(under_way.size(), 1U);
  EXPECT_THAT(under_way[0].ids, ElementsAre("e"));
}

TEST_F(group_commit_test, destroyed_it_tells_nobody_anything) {
  append_now("abc");
  append("def");
  together.reset();
  time.settle();
  answer(appended{3});
  EXPECT_TRUE(told.empty());
}

} // namespace
} // namespace sinew
