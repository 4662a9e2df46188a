// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_look.hpp"

#include "actors/epoll_poller.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sinew::gateway {
namespace {

using namespace std::chrono_literals;

/// A look at a number that is read when the test says so.
struct looking {
  std::chrono::milliseconds max_age{1h};
  epoll_poller poller;
  loop where{poller};
  int readings = 0;
  completion<int> reading;
  std::string heard;
  admin_look<int> look{where, max_age, [this](completion<int> done) {
                         ++readings;
                         reading = std::move(done);
                       }};

  void ask() {
    look.ask([this](const result<std::shared_ptr<const int>>& told) {
      heard += told ? std::to_string(**told) : std::string{to_string(told.error().code)};
      heard += ' ';
    });
  }
};

TEST(admin_look, shares_one_reading_among_all_who_ask_meanwhile) {
  looking l;
  l.ask();
  l.ask();
  EXPECT_EQ(l.readings, 1);
  l.reading(7);
  EXPECT_EQ(l.heard, "7 7 ");
}

TEST(admin_look, answers_from_what_was_read_a_moment_ago_but_not_from_inside_the_question) {
  looking l;
  l.ask();
  l.reading(7);
  l.ask();
  EXPECT_EQ(l.heard, "7 ");
  l.where.turn(0ms);
  EXPECT_EQ(l.heard, "7 7 ");
  EXPECT_EQ(l.readings, 1);
}

TEST(admin_look, reads_again_once_that_is_too_old) {
  looking l{-1ms};
  l.ask();
  l.reading(7);
  l.ask();
  EXPECT_EQ(l.readings, 2);
  l.reading(8);
  EXPECT_EQ(l.heard, "7 8 ");
}

TEST(admin_look, keeps_no_error) {
  looking l;
  l.ask();
  l.reading(fail(errc::unavailable, "nobody is there"));
  l.ask();
  EXPECT_EQ(l.readings, 2);
  l.reading(8);
  EXPECT_EQ(l.heard, "unavailable 8 ");
}

} // namespace
} // namespace sinew::gateway
