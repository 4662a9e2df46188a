// SPDX-License-Identifier: Apache-2.0
#include "gateway/loop_in_asio.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <thread>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;

/// A loop of ours inside Asio's. Nothing else keeps Asio busy, so a test that waits in vain ends by its bound.
struct inside : testing::Test {
  void run_until(const bool& done) {
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (!done && std::chrono::steady_clock::now() < end)
      io.run_one_for(100ms);
    EXPECT_TRUE(done);
  }

  epoll_poller poller;
  loop inner{poller};
  boost::asio::io_context io{1};
};

/// Has work for some turns, as actors have.
class counting_worker final : public turn_worker {
 public:
  auto work() -> bool override { return ++turns < 5; }
  int turns = 0;
};

} // namespace

using loop_in_asio_test = inside;

TEST_F(loop_in_asio_test, fires_timers_that_were_set_before_and_during_its_life) {
  bool first = false;
  bool second = false;
  inner.after(1ms, [&] {
    first = true;
    inner.after(1ms, [&] { second = true; });
  });
  const loop_in_asio driven{io, inner, poller};
  run_until(second);
  EXPECT_TRUE(first);
}

TEST_F(loop_in_asio_test, fires_an_earlier_timer_that_is_set_while_it_waits_for_a_later_one) {
  inner.after(1h, [] {});
  loop_in_asio driven{io, inner, poller};
  bool fired = false;
  boost::asio::post(io, [&] {
    inner.after(1ms, [&] { fired = true; });
    driven.turn_soon();
  });
  run_until(fired);
}

TEST_F(loop_in_asio_test, runs_what_other_threads_post) {
  const loop_in_asio driven{io, inner, poller};
  bool ran = false;
  const std::jthread other{[&] { inner.post([&] { ran = true; }); }};
  run_until(ran);
}

TEST_F(loop_in_asio_test, hands_on_what_a_descriptor_has_to_say_until_all_is_read) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  std::string heard;
  bool whole = false;
  poller.watch(ends[0], {.readable = true}, [&](epoll_poller::readiness) {
    char c = 0; // one at a time: what is left must wake it again
    if (read(ends[0], &c, 1) == 1)
      heard += c;
    whole = heard.size() == 10;
  });
  const loop_in_asio driven{io, inner, poller};
  ASSERT_EQ(write(ends[1], "hello", 5), 5);
  boost::asio::post(io, [&] { ASSERT_EQ(write(ends[1], "world", 5), 5); });
  run_until(whole);
  EXPECT_EQ(heard, "helloworld");
  poller.forget(ends[0]);
  close(ends[0]);
  close(ends[1]);
}

TEST_F(loop_in_asio_test, flushes_once_for_all_that_is_ready_by_now) {
  int flushed = 0;
  inner.at_turn_end([&] { ++flushed; });
  loop_in_asio driven{io, inner, poller};
  io.poll();
  flushed = 0;
  bool done = false;
  for (int i = 0; i < 10; ++i)
    boost::asio::post(io, [&] { driven.turn_soon(); });
  inner.post([&] { done = true; });
  run_until(done);
  io.poll();
  // A turn flushes before it waits and at its end: one for the handlers, at most one more for the post.
  EXPECT_LE(flushed, 4);
}

TEST_F(loop_in_asio_test, goes_on_turning_while_the_actors_have_work) {
  counting_worker worker;
  inner.add_worker(worker);
  {
    const loop_in_asio driven{io, inner, poller};
    io.run_for(50ms);
  }
  EXPECT_GE(worker.turns, 5);
  inner.remove_worker(worker);
}

TEST_F(loop_in_asio_test, lets_the_poller_keep_its_descriptor) {
  {
    const loop_in_asio driven{io, inner, poller};
    io.poll();
  }
  bool ran = false;
  inner.post([&] { ran = true; });
  inner.turn(0s);
  EXPECT_TRUE(ran);
}

} // namespace sinew::gateway
