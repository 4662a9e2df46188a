// SPDX-License-Identifier: Apache-2.0
#include "actors/dependency.hpp"

#include "memory/manual_time.hpp"

#include <gtest/gtest.h>
#include <deque>
#include <optional>
#include <vector>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using state = circuit_breaker::state;

/// A party whose answers are in the test's hands.
class dependency_test : public ::testing::Test {
 protected:
  using outcome = std::optional<result<int>>;
  struct asked {
    milliseconds allowed;
    completion<int> answer;
  };

  auto guarded() -> dependency& {
    if (!guard)
      guard = std::make_unique<dependency>("bank", options, time.where(), 7);
    return *guard;
  }
  auto call(milliseconds patience = 10s) -> std::shared_ptr<outcome> {
    auto slot = std::make_shared<outcome>();
    guarded().call<int>(
        patience,
        [this](milliseconds allowed, completion<int> done) {
          if (script.empty())
            return attempts.push_back({allowed, std::move(done)});
          auto next = script.front();
          script.pop_front();
          time.where().post([done = std::move(done), next] { done(next); });
        },
        [slot](result<int> got) { *slot = std::move(got); });
    EXPECT_FALSE(*slot) << "answered from inside the call";
    time.settle();
    return slot;
  }
  void answer(result<int> with) {
    const auto first = attempts.front();
    attempts.pop_front();
    first.answer(std::move(with));
    time.settle();
  }
  /// Calls that fail without being repeated, until the breaker opens.
  void break_it() {
    while (guarded().status().breaker == state::closed) {
      script.push_back(fail(errc::unavailable, "down"));
      call();
    }
  }

  manual_time time;
  dependency_options options{.breaker = {.failures_in_a_row = 3, .open_time = 1s, .probes = 1},
                             .retry = {.attempts = 1},
                             .calls = {.places = 2, .waiting = 2}};
  std::deque<result<int>> script; // what attempts answer by themselves
  std::deque<asked> attempts;     // those that wait for the test
  std::unique_ptr<dependency> guard;
};

auto code_of(const std::shared_ptr<std::optional<result<int>>>& slot) -> std::optional<errc> {
  return slot->has_value() && !**slot ? std::optional{(**slot).error().code} : std::nullopt;
}

TEST_F(dependency_test, passes_on_what_the_party_answers) {
  const auto got = call(3s);
  ASSERT_EQ(attempts.size(), 1U);
  EXPECT_EQ(attempts.front().allowed, 3s);
  answer(42);
  EXPECT_EQ(**got, 42);
  EXPECT_EQ(guarded().status().calls, 1U);
  EXPECT_EQ(guarded().status().failures, 0U);
}

TEST_F(dependency_test, repeats_after_a_pause_what_met_a_hiccup) {
  options.retry = {.attempts = 3, .first_pause = 100ms, .longest_pause = 1s};
  script = {fail(errc::unavailable, "busy"), fail(errc::outcome_unknown, "silent"), 42};
  const auto got = call();
  EXPECT_FALSE(*got);
  time.advance(1s);
  ASSERT_TRUE(*got);
  EXPECT_EQ(**got, 42);
  EXPECT_EQ(guarded().status().retries, 2U);
}

TEST_F(dependency_test, does_not_repeat_what_was_answered_with_no) {
  options.retry = {.attempts = 3};
  script = {fail(errc::invalid_input, "what do you mean?"), 42};
  const auto got = call();
  EXPECT_EQ(code_of(got), errc::invalid_input);
  EXPECT_EQ(guarded().status().failures, 0U) << "it does answer";
}

TEST_F(dependency_test, repeats_within_the_budget_only) {
  options.retry = {.attempts = 2, .budget_percent = 0, .reserve = 1};
  options.breaker.failures_in_a_row = 100;
  for (int i = 0; i < 4; ++i)
    script.push_back(fail(errc::unavailable, "busy"));
  call();
  time.advance(1s);
  call();
  call();
  time.advance(1s);
  EXPECT_EQ(guarded().status().retries, 1U);
}

TEST_F(dependency_test, does_not_begin_a_repetition_that_nobody_would_wait_for) {
  options.retry = {.attempts = 3, .first_pause = 400ms, .longest_pause = 400ms};
  script = {fail(errc::unavailable, "busy"), 42};
  const auto got = call(100ms);
  EXPECT_EQ(code_of(got), errc::unavailable);
}

TEST_F(dependency_test, does_not_say_that_nothing_happened_when_an_attempt_was_never_answered) {
  options.retry = {.attempts = 2};
  script = {fail(errc::outcome_unknown, "silent"), fail(errc::unavailable, "down")};
  const auto got = call();
  time.advance(1s);
  EXPECT_EQ(code_of(got), errc::outcome_unknown);
}

TEST_F(dependency_test, fails_at_once_while_the_party_is_down_and_says_for_how_long) {
  break_it();
  time.advance(400ms);
  const auto got = call();
  ASSERT_EQ(code_of(got), errc::unavailable);
  EXPECT_EQ((**got).error().what, "the bank is left alone for another 600 ms");
  EXPECT_TRUE(attempts.empty());
  const auto told = guarded().status();
  EXPECT_EQ(told.breaker, state::open);
  EXPECT_EQ(told.open_for, 600ms);
  EXPECT_EQ(told.openings, 1U);
  EXPECT_EQ(told.rejected, 1U);
}

TEST_F(dependency_test, asks_with_one_probe_when_the_time_has_come_and_goes_on_when_that_succeeds) {
  break_it();
  time.advance(1s);
  const auto probe = call();
  const auto other = call();
  EXPECT_EQ(code_of(other), errc::unavailable);
  ASSERT_EQ(attempts.size(), 1U);
  answer(1);
  EXPECT_TRUE(**probe);
  EXPECT_EQ(guarded().status().breaker, state::closed);
  call();
  EXPECT_EQ(attempts.size(), 1U);
}

TEST_F(dependency_test, bounds_the_calls_under_way_and_those_that_wait) {
  std::vector<std::shared_ptr<outcome>> all;
  for (int i = 0; i < 5; ++i)
    all.push_back(call());
  EXPECT_EQ(guarded().status().in_flight, 2U);
  EXPECT_EQ(guarded().status().waiting, 2U);
  EXPECT_EQ(code_of(all[4]), errc::overloaded);
  for (int i = 0; i < 4; ++i)
    answer(i);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(**all[static_cast<std::size_t>(i)], i);
  EXPECT_EQ(guarded().status().in_flight, 0U);
}

TEST_F(dependency_test, lets_a_call_wait_for_a_place_no_longer_than_it_may_take) {
  call();
  call();
  const auto late = call(500ms);
  time.advance(500ms);
  EXPECT_EQ(code_of(late), errc::overloaded);
  EXPECT_EQ(guarded().status().waiting, 0U);
}

TEST_F(dependency_test, turns_all_that_wait_away_when_the_party_goes_down) {
  options.breaker.failures_in_a_row = 1;
  call();
  call();
  const auto third = call();
  const auto fourth = call();
  answer(fail(errc::unavailable, "down"));
  EXPECT_EQ(code_of(third), errc::unavailable);
  EXPECT_EQ(code_of(fourth), errc::unavailable);
  EXPECT_EQ(guarded().status().in_flight, 1U);
}

TEST_F(dependency_test, does_not_blame_the_party_for_a_caller_that_came_late) {
  options.breaker.failures_in_a_row = 1;
  call(100ms);
  answer(fail(errc::outcome_unknown, "no answer in time"));
  EXPECT_EQ(guarded().status().breaker, state::closed);
  call(5s);
  answer(fail(errc::outcome_unknown, "no answer in time"));
  EXPECT_EQ(guarded().status().breaker, state::open);
}

TEST_F(dependency_test, can_be_let_go_in_the_middle_of_a_call) {
  const auto got = call();
  call();
  call();
  guard.reset();
  attempts.front().answer(1);
  time.advance(1min);
  EXPECT_FALSE(*got);
}

} // namespace
} // namespace sinew
