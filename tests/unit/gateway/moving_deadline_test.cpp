// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/moving_deadline.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

} // namespace

TEST(moving_deadline, passes_when_it_was_last_moved_to) {
  boost::asio::io_context io;
  clock::time_point passed{};
  moving_deadline deadline{io.get_executor(), [&] { passed = clock::now(); }};
  const auto start = clock::now();
  deadline.move_to(start + 1ms);
  deadline.move_to(start + 30ms);
  io.run_for(10s);
  EXPECT_GE(passed, start + 30ms);
}

TEST(moving_deadline, passes_earlier_when_it_is_moved_there) {
  boost::asio::io_context io;
  int passed = 0;
  moving_deadline deadline{io.get_executor(), [&] { ++passed; }};
  deadline.move_by(1h);
  deadline.move_by(1ms);
  io.run_for(10s);
  EXPECT_EQ(passed, 1) << "and then the later one is forgotten";
}

TEST(moving_deadline, does_not_pass_once_it_is_cleared_or_gone) {
  boost::asio::io_context io;
  int passed = 0;
  moving_deadline cleared{io.get_executor(), [&] { ++passed; }};
  cleared.move_by(1ms);
  cleared.clear();
  {
    moving_deadline gone{io.get_executor(), [&] { ++passed; }};
    gone.move_by(1ms);
  }
  io.run_for(10s);
  EXPECT_EQ(passed, 0);
}

TEST(moving_deadline, may_be_moved_when_it_passes) {
  boost::asio::io_context io;
  int passed = 0;
  std::unique_ptr<moving_deadline> deadline;
  deadline = std::make_unique<moving_deadline>(io.get_executor(), [&] {
    if (++passed < 3)
      deadline->move_by(1ms);
    else
      deadline.reset();
  });
  deadline->move_by(1ms);
  io.run_for(10s);
  EXPECT_EQ(passed, 3);
}

} // namespace sinew::gateway
