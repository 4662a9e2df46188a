// SPDX-License-Identifier: Apache-2.0
#include "actors/epoll_poller.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <string>
#include <thread>

namespace {

using namespace std::chrono_literals;
using sinew::epoll_poller;

/// Both ends of a pipe; closed with the object.
class pipe_pair {
 public:
  pipe_pair() { EXPECT_EQ(::pipe(ends_.data()), 0); }
  ~pipe_pair() {
    close_reader();
    close_writer();
  }
  pipe_pair(const pipe_pair&) = delete;
  auto operator=(const pipe_pair&) -> pipe_pair& = delete;

  [[nodiscard]] auto reader() const -> int { return ends_[0]; }
  [[nodiscard]] auto writer() const -> int { return ends_[1]; }
  void put(char c) const { EXPECT_EQ(::write(writer(), &c, 1), 1); }
  auto take() const -> char {
    char c = 0;
    EXPECT_EQ(::read(reader(), &c, 1), 1);
    return c;
  }
  void close_reader() { close_end(ends_[0]); }
  void close_writer() { close_end(ends_[1]); }

 private:
  static void close_end(int& fd) {
    if (fd >= 0)
      ::close(fd);
    fd = -1;
  }

  std::array<int, 2> ends_{-1, -1};
};

class epoll_poller_test : public ::testing::Test {
 protected:
  void wait(std::chrono::milliseconds at_most = 0ms) { poller.wait(poller.now() + at_most); }
  auto collect(const pipe_pair& from) -> epoll_poller::handler {
    return [this, &from](epoll_poller::readiness ready) {
      EXPECT_TRUE(ready.readable);
      got += from.take();
    };
  }

  epoll_poller poller;
  std::string got;
};

TEST_F(epoll_poller_test, tells_when_there_is_something_to_read) {
  const pipe_pair pipe;
  poller.watch(pipe.reader(), {.readable = true}, collect(pipe));
  wait();
  EXPECT_EQ(got, "");
  pipe.put('a');
  wait(10s);
  EXPECT_EQ(got, "a");
}

TEST_F(epoll_poller_test, tells_again_as_long_as_something_is_left) {
  const pipe_pair pipe;
  poller.watch(pipe.reader(), {.readable = true}, collect(pipe));
  pipe.put('a');
  pipe.put('b');
  wait(10s);
  wait(10s);
  EXPECT_EQ(got, "ab");
}

TEST_F(epoll_poller_test, tells_of_room_to_write_only_while_that_is_wanted) {
  const pipe_pair pipe;
  int writable = 0;
  poller.watch(pipe.writer(), {}, [&](epoll_poller::readiness ready) { writable += ready.writable ? 1 : 0; });
  wait();
  EXPECT_EQ(writable, 0);
  poller.want(pipe.writer(), {.writable = true});
  wait(10s);
  EXPECT_EQ(writable, 1);
  poller.want(pipe.writer(), {});
  wait();
  EXPECT_EQ(writable, 1);
}

TEST_F(epoll_poller_test, a_hang_up_counts_as_ready_for_both) {
  pipe_pair pipe;
  epoll_poller::readiness seen;
  poller.watch(pipe.reader(), {.readable = true}, [&](epoll_poller::readiness ready) { seen = ready; });
  pipe.close_writer();
  wait(10s);
  EXPECT_TRUE(seen.readable);
  EXPECT_TRUE(seen.writable);
}

TEST_F(epoll_poller_test, watching_again_replaces_the_handler) {
  const pipe_pair pipe;
  poller.watch(pipe.reader(), {.readable = true}, [](auto) { FAIL() << "replaced"; });
  poller.watch(pipe.reader(), {.readable = true}, collect(pipe));
  pipe.put('a');
  wait(10s);
  EXPECT_EQ(got, "a");
}

TEST_F(epoll_poller_test, a_forgotten_descriptor_is_not_handled_even_if_ready_in_the_same_round) {
  const pipe_pair first;
  const pipe_pair second;
  int handled = 0;
  const auto forget_both = [&](auto) {
    ++handled;
    poller.forget(first.reader());
    poller.forget(second.reader());
  };
  poller.watch(first.reader(), {.readable = true}, forget_both);
  poller.watch(second.reader(), {.readable = true}, forget_both);
  first.put('a');
  second.put('b');
  wait(10s);
  wait();
  EXPECT_EQ(handled, 1);
}

TEST_F(epoll_poller_test, a_handler_may_watch_and_forget) {
  const pipe_pair first;
  const pipe_pair second;
  poller.watch(first.reader(), {.readable = true}, [&](auto) {
    poller.forget(first.reader());
    poller.watch(second.reader(), {.readable = true}, collect(second));
  });
  first.put('a');
  second.put('b');
  wait(10s);
  wait(10s);
  EXPECT_EQ(got, "b");
}

TEST_F(epoll_poller_test, waits_no_longer_than_asked_and_not_less) {
  const auto begun = poller.now();
  wait(20ms);
  EXPECT_GE(poller.now() - begun, 20ms);
  poller.wait(epoll_poller::time_point::min());
}

TEST_F(epoll_poller_test, waits_for_parts_of_a_millisecond) {
  // The quickest of many, for the machine may be busy; whole milliseconds would take 1 ms each time.
  auto quickest = std::chrono::nanoseconds::max();
  for (int i = 0; i < 200; ++i) {
    const auto begun = poller.now();
    poller.wait(begun + 100us);
    const auto taken = poller.now() - begun;
    EXPECT_GE(taken, 100us);
    quickest = std::min<std::chrono::nanoseconds>(quickest, taken);
  }
  EXPECT_LT(quickest, 900us);
}

TEST_F(epoll_poller_test, a_wake_ends_the_next_wait_once) {
  poller.wake();
  poller.wake();
  const auto begun = poller.now();
  wait(10s);
  EXPECT_LT(poller.now() - begun, 5s);
  wait(20ms);
  EXPECT_GE(poller.now() - begun, 20ms);
}

TEST_F(epoll_poller_test, another_thread_can_wake_it) {
  std::thread other{[this] { poller.wake(); }};
  const auto begun = poller.now();
  wait(60s);
  EXPECT_LT(poller.now() - begun, 30s);
  other.join();
}

TEST_F(epoll_poller_test, a_descriptor_that_cannot_be_watched_is_an_exception) {
  EXPECT_THROW(poller.watch(-1, {.readable = true}, [](auto) {}), std::system_error);
}

} // namespace
