// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/open_loop.hpp"

#include "bench/rig/null_target.hpp"
#include "tests/unit/bench/jumping_poller.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

/// Ends each operation after a time that the test says, or never.
class timed_target final : public target {
 public:
  using script = std::function<std::optional<std::chrono::nanoseconds>(ticket)>;
  timed_target(loop& where, script takes) : loop_{where}, takes_{std::move(takes)} {}

  void begin(ticket which) override {
    most_under_way = std::max(most_under_way, ++under_way_);
    begun.push_back(loop_.now());
    if (const auto takes = takes_(which))
      loop_.after(*takes, [this, which] {
        --under_way_;
        ended(which, how);
      });
  }

  outcome how = outcome::done;
  std::vector<loop::time_point> begun;
  std::size_t most_under_way = 0;

 private:
  loop& loop_;
  script takes_;
  std::size_t under_way_ = 0;
};

struct open_loop_test : ::testing::Test {
  jumping_poller time;
  loop where{time};
  run_plan plan{.rate = 100, .spread = arrivals::constant, .warm_up = 1s, .duration = 2s, .patience = 3s};
};

TEST_F(open_loop_test, begins_on_time_and_measures_what_is_after_the_warm_up) {
  timed_target target{where, [](ticket) { return 5ms; }};
  const auto result = run(where, target, plan);
  EXPECT_EQ(target.begun.size(), 300U);
  EXPECT_EQ(result.intended, 200U);
  EXPECT_EQ(result.done, 200U);
  EXPECT_LT(result.latency.max(), 5'010us);
  EXPECT_EQ(result.lateness.max(), 0ns);
  EXPECT_NEAR(result.done_per_second, 100, 1);
  EXPECT_FALSE(result.saturated);
  EXPECT_FALSE(result.is_void());
}

TEST_F(open_loop_test, does_not_wait_for_a_slow_target) {
  timed_target target{where, [](ticket) { return 1s; }};
  (void)run(where, target, plan);
  EXPECT_EQ(target.most_under_way, 100U);
}

// The heart of it: who asks only after the answer sees one slow operation here; users would have seen a hundred.
TEST_F(open_loop_test, counts_a_pause_for_everybody_who_would_have_come_in_it) {
  bool hung = false;
  timed_target target{where, [&](ticket which) {
                        if (which == 200 && !std::exchange(hung, true))
                          time.pass(1s); // everything stands still, the rig too
                        return 1ms;
                      }};
  const auto result = run(where, target, plan);
  EXPECT_EQ(result.done, 200U);
  EXPECT_GT(result.latency.percentile(75), 400ms);
  EXPECT_TRUE(result.is_void()) << "the rig was late, and it says so";
}

TEST_F(open_loop_test, counts_from_the_intended_time_while_it_must_not_begin_more) {
  plan.in_flight = 10;
  timed_target target{where, [](ticket) { return 200ms; }}; // at most 50 a second
  const auto result = run(where, target, plan);
  EXPECT_EQ(target.most_under_way, 10U);
  EXPECT_TRUE(result.saturated);
  EXPECT_FALSE(result.is_void()) << "the target was late, not the rig";
  EXPECT_GT(result.latency.max(), 2s);
  EXPECT_EQ(result.done + result.unanswered, result.intended);
}

TEST_F(open_loop_test, gives_up_what_does_not_end_within_its_patience) {
  timed_target target{where, [](ticket which) -> std::optional<std::chrono::nanoseconds> {
                        return which % 100 == 0 ? std::nullopt : std::optional{1ms};
                      }};
  const auto begun = time.now();
  const auto result = run(where, target, plan);
  EXPECT_EQ(result.done, 198U);
  EXPECT_EQ(result.unanswered, 2U);
  EXPECT_TRUE(result.saturated);
  EXPECT_EQ(time.now() - begun, 6s);
}

TEST_F(open_loop_test, tells_refusals_and_failures_apart) {
  timed_target target{where, [](ticket) { return 1ms; }};
  target.how = outcome::refused;
  EXPECT_EQ(run(where, target, plan).refused, 200U);
  target.how = outcome::failed;
  const auto result = run(where, target, plan);
  EXPECT_EQ(result.failed, 200U);
  EXPECT_EQ(result.latency.count(), 0U);
}

TEST_F(open_loop_test, ignores_what_ends_after_its_run) {
  timed_target target{where, [](ticket which) { return which < 300 ? 10s : 1ms; }};
  plan.patience = 1ms;
  EXPECT_EQ(run(where, target, plan).unanswered, 200U);
  plan.duration = 20s;
  const auto result = run(where, target, plan);
  EXPECT_EQ(result.done, 2'000U);
  EXPECT_LT(result.latency.max(), 2ms);
}

TEST_F(open_loop_test, tells_how_far_it_is) {
  timed_target target{where, [](ticket) { return 1ms; }};
  std::vector<std::uint64_t> ended;
  (void)run(where, target, plan, [&](auto, auto so_far) {
    ended.push_back(so_far);
    return true;
  });
  EXPECT_EQ(ended.size(), 14U);
  EXPECT_TRUE(std::is_sorted(ended.begin(), ended.end()));
}

TEST_F(open_loop_test, runs_against_the_null_target) {
  null_target nothing{where};
  const auto result = run(where, nothing, plan);
  EXPECT_EQ(result.done, 200U);
}

TEST_F(open_loop_test, ends_when_nobody_wants_more_of_it) {
  timed_target target{where, [](ticket) { return 5ms; }};
  const auto result =
      run(where, target, plan, [](std::chrono::milliseconds elapsed, std::uint64_t) { return elapsed < 1'500ms; });
  EXPECT_GT(result.done, 40U);
  EXPECT_LT(result.done, 80U);
  EXPECT_EQ(result.done + result.unanswered, result.intended);
  EXPECT_EQ(result.intended, 200U);
}

} // namespace
} // namespace sinew::bench
