// SPDX-License-Identifier: Apache-2.0
#include "actors/loop.hpp"

#include "actors/epoll_poller.hpp"
#include "memory/manual_poller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;
using sinew::loop;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A loop whose clock stands still until moved, and what has run on it.
class loop_test : public ::testing::Test {
 protected:
  auto note(std::string what) -> loop::work {
    return [this, what = std::move(what)] { log.push_back(what); };
  }

  sinew::manual_poller poller;
  sinew::loop loop{poller};
  std::vector<std::string> log;
};

TEST_F(loop_test, posts_run_in_their_order_and_not_inside_the_call) {
  loop.post(note("a"));
  loop.post(note("b"));
  EXPECT_THAT(log, IsEmpty());
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("a", "b"));
  loop.turn(1s);
  EXPECT_EQ(log.size(), 2U);
}

TEST_F(loop_test, what_a_post_posts_runs_in_the_next_turn) {
  loop.post([this] {
    log.push_back("a");
    loop.post(note("b"));
  });
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("a"));
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("a", "b"));
}

TEST_F(loop_test, a_post_wakes_the_poller_only_while_no_turn_would_look) {
  loop.post([this] { loop.post(note("from inside")); });
  EXPECT_TRUE(poller.is_woken());
  loop.turn(1s);
  EXPECT_FALSE(poller.is_woken());
  EXPECT_LE(loop.next_due(), poller.now());
  loop.turn(1s);
  EXPECT_LE(poller.asleep_until(), poller.now());
  EXPECT_THAT(log, ElementsAre("from inside"));
  loop.post(note("from outside"));
  EXPECT_TRUE(poller.is_woken());
}

TEST_F(loop_test, that_stays_awake_need_not_be_woken) {
  loop.turn(1s);
  loop.stay_awake();
  loop.post(note("a"));
  EXPECT_FALSE(poller.is_woken());
  loop.turn(1s);
  EXPECT_LE(poller.asleep_until(), poller.now());
  EXPECT_THAT(log, ElementsAre("a"));
  loop.turn(1s);
  EXPECT_EQ(poller.asleep_until(), poller.now() + 1s);
}

TEST_F(loop_test, timers_fire_by_time_and_never_early) {
  loop.after(20ms, note("later"));
  loop.after(10ms, note("sooner"));
  poller.advance(10ms - 1ns);
  loop.turn(1s);
  EXPECT_THAT(log, IsEmpty());
  poller.advance(1ns);
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("sooner"));
  poller.advance(1h);
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("sooner", "later"));
}

TEST_F(loop_test, timers_of_one_time_fire_in_the_order_of_setting) {
  const auto when = loop.now() + 1s;
  for (const auto* name : {"a", "b", "c"})
    loop.at(when, note(name));
  poller.advance(1s);
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("a", "b", "c"));
}

TEST_F(loop_test, a_timer_in_the_past_fires_in_the_next_turn) {
  poller.advance(1h);
  loop.at(loop.now() - 1s, note("past"));
  EXPECT_THAT(log, IsEmpty());
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("past"));
}

TEST_F(loop_test, a_timer_that_sets_itself_again_does_not_hold_the_turn) {
  poller.advance(1h);
  loop::work again = [&] {
    log.push_back("tick");
    loop.at(loop.now() - 1s, again);
  };
  loop.post(again);
  loop.turn(1s);
  loop.turn(1s);
  EXPECT_LE(log.size(), 3U);
}

TEST_F(loop_test, a_cancelled_timer_does_not_fire) {
  const auto timer = loop.after(10ms, note("cancelled"));
  loop.after(10ms, note("kept"));
  loop.cancel(timer);
  loop.cancel(timer);
  loop.cancel(4711);
  poller.advance(1s);
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("kept"));
  loop.cancel(timer);
}

TEST_F(loop_test, a_timer_may_cancel_another_of_the_same_turn) {
  loop::timer_id second = 0;
  loop.after(1ms, [&] { loop.cancel(second); });
  second = loop.after(1ms, note("second"));
  poller.advance(1s);
  loop.turn(1s);
  EXPECT_THAT(log, IsEmpty());
}

TEST_F(loop_test, flushes_before_it_waits_and_once_after_everything_else) {
  loop.at_turn_end(note("flush"));
  loop.post(note("a"));
  loop.post(note("b"));
  loop.after(0ms, note("timer"));
  loop.turn(1s);
  EXPECT_THAT(log, ElementsAre("flush", "a", "b", "timer", "flush"));
}

TEST_F(loop_test, sleeps_until_the_first_timer_at_most_for_its_patience) {
  loop.after(10ms, [] {});
  loop.turn(1s);
  EXPECT_EQ(poller.asleep_until(), poller.now() + 10ms);
  loop.turn(5ms);
  EXPECT_EQ(poller.asleep_until(), poller.now() + 5ms);
}

struct busy_worker final : sinew::turn_worker {
  auto work() -> bool override { return --jobs > 0; }
  int jobs = 2;
};

TEST_F(loop_test, does_not_sleep_while_the_worker_has_more_to_do) {
  busy_worker worker;
  loop.add_worker(worker);
  loop.turn(1s);
  loop.turn(1s);
  EXPECT_LT(poller.asleep_until(), poller.now());
  loop.turn(1s);
  EXPECT_EQ(poller.asleep_until(), poller.now() + 1s);
  loop.remove_worker(worker);
  const auto left = worker.jobs;
  loop.turn(1s);
  EXPECT_EQ(worker.jobs, left);
}

TEST_F(loop_test, run_until_ends_when_the_condition_holds) {
  int turns = 0;
  EXPECT_TRUE(loop.run_until([&] { return ++turns == 3; }, 1s));
  EXPECT_EQ(turns, 3);
}

TEST_F(loop_test, run_until_ends_when_patience_runs_out) {
  EXPECT_FALSE(loop.run_until(
      [&] {
        poller.advance(300ms);
        return false;
      },
      1s));
  EXPECT_GE(poller.now().time_since_epoch(), 1s);
}

TEST_F(loop_test, stop_ends_the_run_after_the_current_turn_and_only_that_run) {
  loop.post([this] {
    loop.stop();
    loop.post(note("next turn"));
  });
  loop.post(note("same turn"));
  loop.run();
  EXPECT_THAT(log, ElementsAre("same turn"));
  EXPECT_TRUE(loop.run_until([&] { return log.size() == 2; }, 1s));
}

TEST_F(loop_test, a_stop_before_the_run_is_not_lost) {
  loop.stop();
  loop.run();
}

TEST(loop_with_threads, a_post_from_another_thread_wakes_the_loop_and_runs_on_it) {
  sinew::epoll_poller poller;
  sinew::loop loop{poller};
  std::thread::id ran_on;
  std::thread other{[&] {
    loop.post([&] {
      EXPECT_TRUE(loop.is_here());
      ran_on = std::this_thread::get_id();
    });
    EXPECT_FALSE(loop.is_here());
  }};
  EXPECT_TRUE(loop.run_until([&] { return ran_on != std::thread::id{}; }, 10s));
  other.join();
  EXPECT_EQ(ran_on, std::this_thread::get_id());
}

TEST(loop_with_threads, posts_of_each_thread_keep_their_order) {
  sinew::epoll_poller poller;
  sinew::loop loop{poller};
  constexpr int threads = 4;
  constexpr int posts = 500;
  std::vector<int> next(threads);
  int ran = 0;
  std::vector<std::thread> others;
  for (int t = 0; t < threads; ++t)
    others.emplace_back([&, t] {
      for (int i = 0; i < posts; ++i)
        loop.post([&, t, i] {
          EXPECT_EQ(next[static_cast<std::size_t>(t)]++, i);
          ++ran;
        });
    });
  EXPECT_TRUE(loop.run_until([&] { return ran == threads * posts; }, 30s));
  for (auto& other : others)
    other.join();
}

TEST(loop_with_threads, a_stop_from_another_thread_ends_the_run) {
  sinew::epoll_poller poller;
  sinew::loop loop{poller};
  std::thread other{[&] { loop.stop(); }};
  loop.run();
  other.join();
}

} // namespace
