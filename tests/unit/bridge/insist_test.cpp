// SPDX-License-Identifier: Apache-2.0
#include "bridge/insist.hpp"

#include "memory/manual_time.hpp"

#include <gtest/gtest.h>
#include <deque>
#include <optional>

namespace sinew {
namespace {

using namespace std::chrono_literals;

/// A step with outcomes of the test's choosing; the last one repeats.
struct insist_test : testing::Test {
  manual_time time;
  std::deque<result<void>> outcomes;
  int attempts = 0;
  std::optional<result<void>> ended;

  void start(std::chrono::seconds patience) {
    insist(
        time.where(), time.where().now() + patience,
        [this](completion<void> done) {
          ++attempts;
          auto outcome = outcomes.front();
          if (outcomes.size() > 1)
            outcomes.pop_front();
          done(std::move(outcome));
        },
        [this](result<void> outcome) { ended = std::move(outcome); });
  }
};

TEST_F(insist_test, asks_again_until_the_cluster_has_chosen_its_leader) {
  outcomes = {fail(errc::unavailable, "no leader"), fail(errc::outcome_unknown, "no answer"), result<void>{}};
  start(10s);
  time.advance(10s);
  ASSERT_TRUE(ended);
  EXPECT_TRUE(*ended);
  EXPECT_EQ(attempts, 3);
}

TEST_F(insist_test, takes_no_for_an_answer) {
  outcomes = {fail(errc::rejected_by_broker, "too old")};
  start(10s);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->error().what, "too old");
  EXPECT_EQ(attempts, 1);
}

TEST_F(insist_test, ends_with_the_last_reason_when_its_time_is_up) {
  outcomes = {fail(errc::unavailable, "no leader")};
  start(10s);
  time.advance(9s);
  EXPECT_FALSE(ended);
  time.advance(2s);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->error().what, "no leader");
  EXPECT_LT(attempts, 20) << "the pauses must grow";
}

} // namespace
} // namespace sinew
