// SPDX-License-Identifier: Apache-2.0
#include "actors/liveness.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::liveness;

auto record(std::string node, std::string state = "ready") -> sinew::node_record {
  return {.service = "till", .node = std::move(node), .version = "test", .state = std::move(state)};
}

class liveness_test : public ::testing::Test {
 protected:
  /// Lets time pass as it does for a node that runs: with a look every now and then. What the looks found.
  auto pass(std::chrono::milliseconds span) -> liveness::verdict {
    liveness::verdict all;
    for (const auto end = now + span; now < end;) {
      now += std::min<std::chrono::steady_clock::duration>(liveness::check_interval, end - now);
      const auto found = alive.check(now);
      all = {all.changed || found.changed, all.was_away || found.was_away};
    }
    return all;
  }
  auto names() -> std::string {
    std::string all;
    for (const auto& r : alive.nodes())
      all += (all.empty() ? "" : " ") + r.node;
    return all;
  }

  liveness::time_point now{1h};
  liveness alive{now};
};

TEST_F(liveness_test, strikes_out_who_was_silent_for_the_limit_and_nobody_before) {
  alive.heard(record("a"), now);
  EXPECT_FALSE(pass(1'250ms).changed);
  alive.heard(record("b"), now);
  EXPECT_TRUE(pass(250ms).changed);
  EXPECT_EQ(names(), "b");
}

TEST_F(liveness_test, tells_a_change_from_a_mere_sign_of_life) {
  EXPECT_TRUE(alive.heard(record("a"), now));
  EXPECT_FALSE(alive.heard(record("a"), now));
  EXPECT_TRUE(alive.heard(record("a", "draining"), now));
  EXPECT_TRUE(alive.left("till", "a"));
  EXPECT_FALSE(alive.left("till", "a"));
}

TEST_F(liveness_test, judges_nobody_by_what_it_could_not_hear_while_it_was_paused) {
  alive.heard(record("a"), now);
  alive.heard(record("b"), now);
  now += 10s; // not a single look
  const auto woken = alive.check(now);
  EXPECT_FALSE(woken.changed);
  EXPECT_TRUE(woken.was_away);
  EXPECT_EQ(names(), "a b");
  alive.heard(record("b"), now + 500ms);
  EXPECT_TRUE(pass(1'500ms).changed);
  EXPECT_EQ(names(), "b");
}

TEST_F(liveness_test, a_hiccup_is_no_absence_but_earns_the_others_a_fresh_term) {
  alive.heard(record("a"), now);
  now += 850ms;
  const auto late = alive.check(now);
  EXPECT_FALSE(late.was_away);
  EXPECT_FALSE(pass(1'250ms).changed);
  EXPECT_EQ(names(), "a");
}

TEST_F(liveness_test, strikes_out_nobody_while_cut_off_and_listens_anew_when_back) {
  alive.heard(record("a"), now);
  alive.cut_off(now);
  EXPECT_FALSE(pass(20s).changed);
  EXPECT_TRUE(alive.back(now).was_away);
  EXPECT_FALSE(pass(1'250ms).changed);
  EXPECT_TRUE(pass(250ms).changed);
}

TEST_F(liveness_test, a_connection_that_was_away_for_a_moment_is_no_absence) {
  alive.cut_off(now);
  now += 100ms;
  EXPECT_FALSE(alive.back(now).was_away);
}

TEST_F(liveness_test, is_settled_once_those_found_were_heard_of_or_struck_out) {
  EXPECT_TRUE(alive.is_settled());
  alive.heard(record("a"), now);
  alive.found(record("a", "starting"), now); // the news is newer than what was stored
  EXPECT_EQ(alive.nodes().front().state, "ready");
  EXPECT_TRUE(alive.is_settled());
  alive.found(record("b"), now);
  alive.found(record("c"), now);
  EXPECT_FALSE(alive.is_settled());
  alive.heard(record("b"), now);
  pass(1'250ms);
  EXPECT_FALSE(alive.is_settled());
  alive.heard(record("b"), now);
  pass(250ms);
  EXPECT_TRUE(alive.is_settled());
  EXPECT_EQ(names(), "b");
}

} // namespace
