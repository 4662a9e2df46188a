// SPDX-License-Identifier: Apache-2.0
#include "bridge/pending_table.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;

struct pending : testing::Test {
  using time_point = pending_table::time_point;

  /// Waits for one answer and notes `name` when it comes.
  auto ask(time_point now, std::chrono::milliseconds timeout, std::string name) {
    return table.add(now, timeout, [this, name = std::move(name)](const auto&) {
      answered.push_back(name);
      return true;
    });
  }
  static auto answer() -> result<broker_message> { return broker_message{nullptr}; }

  pending_table table{3};
  std::vector<std::string> answered;
  time_point start{};
};

TEST_F(pending, hands_an_answer_to_the_one_who_waits_for_it_once) {
  ask(start, 1s, "a");
  const auto b = ask(start, 1s, "b");
  table.deliver(b, answer());
  table.deliver(b, answer());
  EXPECT_EQ(answered, std::vector<std::string>{"b"});
  EXPECT_EQ(table.size(), 1U);
}

TEST_F(pending, drops_an_answer_that_nobody_waits_for) {
  table.deliver(17, answer());
  EXPECT_TRUE(answered.empty());
}

TEST_F(pending, is_bounded) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(table.is_full());
    ask(start, 1s, "x");
  }
  EXPECT_TRUE(table.is_full());
}

TEST_F(pending, gives_up_what_has_expired_and_nothing_else) {
  ask(start, 3s, "slow");
  ask(start, 1s, "quick");
  ask(start + 500ms, 1s, "later");
  EXPECT_EQ(table.next_deadline(), start + 1s);
  for (auto& t : table.take_expired(start + 1s))
    t(fail(errc::outcome_unknown, ""));
  EXPECT_EQ(answered, std::vector<std::string>{"quick"});
  EXPECT_EQ(table.next_deadline(), start + 1500ms);
}

TEST_F(pending, does_not_wait_for_the_deadline_of_what_was_answered) {
  const auto quick = ask(start, 1s, "quick");
  ask(start, 3s, "slow");
  table.deliver(quick, answer());
  EXPECT_EQ(table.next_deadline(), start + 3s);
}

TEST_F(pending, keeps_one_who_expects_more) {
  int left = 3;
  const auto many = table.add(start, 1s, [&](const auto&) { return --left == 0; });
  for (int i = 0; i < 5; ++i)
    table.deliver(many, answer());
  EXPECT_EQ(left, 0);
  EXPECT_EQ(table.size(), 0U);
}

TEST_F(pending, one_who_is_answered_may_ask_again) {
  std::optional<pending_table::token> second;
  const auto first = table.add(start, 1s, [&](const auto&) {
    second = ask(start, 1s, "again");
    return true;
  });
  table.deliver(first, answer());
  ASSERT_TRUE(second);
  table.deliver(*second, answer());
  EXPECT_EQ(answered, std::vector<std::string>{"again"});
}

TEST_F(pending, gives_one_back_that_could_not_be_asked_for) {
  const auto asked = ask(start, 1s, "a");
  table.take(asked)(fail(errc::unavailable, ""));
  table.deliver(asked, answer());
  EXPECT_EQ(answered, (std::vector<std::string>{"a"}));
  EXPECT_FALSE(table.next_deadline());
}

TEST_F(pending, gives_all_back_in_the_order_of_asking) {
  ask(start, 3s, "a");
  ask(start, 1s, "b");
  ask(start, 2s, "c");
  for (auto& t : table.take_all())
    t(fail(errc::outcome_unknown, ""));
  EXPECT_EQ(answered, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_FALSE(table.next_deadline());
}

TEST_F(pending, knows_the_only_one) {
  EXPECT_FALSE(table.only());
  const auto a = ask(start, 1s, "a");
  EXPECT_EQ(table.only(), a);
  ask(start, 1s, "b");
  EXPECT_FALSE(table.only());
}

} // namespace
} // namespace sinew
