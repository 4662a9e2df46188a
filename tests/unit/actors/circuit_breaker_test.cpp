// SPDX-License-Identifier: Apache-2.0
#include "actors/circuit_breaker.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <algorithm>
#include <deque>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using state = circuit_breaker::state;

const circuit_breaker::time_point start{};
const breaker_options usual{.failures_in_a_row = 3, .window = 10, .failing_percent = 50, .open_time = 1s, .probes = 2};

void fail(circuit_breaker& b, int times, circuit_breaker::time_point now = start) {
  for (int i = 0; i < times; ++i)
    b.failed(*b.admit(now), now);
}

void succeed(circuit_breaker& b, int times, circuit_breaker::time_point now = start) {
  for (int i = 0; i < times; ++i)
    b.succeeded(*b.admit(now));
}

TEST(circuit_breaker, opens_after_so_many_failures_in_a_row) {
  circuit_breaker b{usual};
  fail(b, 2);
  succeed(b, 1);
  fail(b, 2);
  EXPECT_EQ(b.at(start), state::closed);
  fail(b, 1);
  EXPECT_EQ(b.at(start), state::open);
  EXPECT_FALSE(b.admit(start));
  EXPECT_EQ(b.open_until(), start + 1s);
  EXPECT_EQ(b.openings(), 1U);
}

TEST(circuit_breaker, opens_when_too_large_a_share_of_the_last_calls_failed) {
  circuit_breaker b{usual};
  for (int i = 0; i < 4; ++i) {
    fail(b, 1);
    succeed(b, 1);
  }
  EXPECT_EQ(b.at(start), state::closed) << "the window is not full yet";
  succeed(b, 1);
  EXPECT_EQ(b.at(start), state::closed);
  fail(b, 1);
  EXPECT_EQ(b.at(start), state::open);
}

TEST(circuit_breaker, forgets_failures_that_have_left_the_window) {
  circuit_breaker b{usual};
  for (int i = 0; i < 4; ++i) {
    fail(b, 1);
    succeed(b, 2);
  }
  succeed(b, 10);
  fail(b, 2);
  EXPECT_EQ(b.at(start), state::closed);
}

TEST(circuit_breaker, lets_only_probes_through_once_its_open_time_is_over) {
  circuit_breaker b{usual};
  fail(b, 3);
  EXPECT_FALSE(b.admit(start + 999ms));
  EXPECT_EQ(b.at(start + 1s), state::half_open);
  EXPECT_TRUE(b.admit(start + 1s));
  EXPECT_TRUE(b.admit(start + 1s));
  EXPECT_FALSE(b.admit(start + 1s));
}

TEST(circuit_breaker, closes_when_all_probes_succeed) {
  circuit_breaker b{usual};
  fail(b, 3);
  succeed(b, 1, start + 1s);
  EXPECT_EQ(b.at(start + 1s), state::half_open);
  succeed(b, 1, start + 1s);
  EXPECT_EQ(b.at(start + 1s), state::closed);
}

TEST(circuit_breaker, opens_again_when_one_probe_fails) {
  circuit_breaker b{usual};
  fail(b, 3);
  const auto first = b.admit(start + 1s);
  const auto second = b.admit(start + 1s);
  b.failed(*first, start + 2s);
  EXPECT_EQ(b.at(start + 2s), state::open);
  EXPECT_EQ(b.open_until(), start + 3s);
  b.succeeded(*second);
  EXPECT_EQ(b.at(start + 2s), state::open) << "of the time before";
}

TEST(circuit_breaker, gives_a_probe_that_told_nothing_to_another_call) {
  circuit_breaker b{usual};
  fail(b, 3);
  const auto first = b.admit(start + 1s);
  ASSERT_TRUE(b.admit(start + 1s));
  ASSERT_FALSE(b.admit(start + 1s));
  b.abandoned(*first);
  EXPECT_TRUE(b.admit(start + 1s));
}

TEST(circuit_breaker, does_not_hear_answers_to_calls_from_before_it_opened) {
  circuit_breaker b{usual};
  const auto slow = b.admit(start);
  fail(b, 3);
  ASSERT_TRUE(b.admit(start + 1s));
  b.failed(*slow, start + 1s);
  EXPECT_EQ(b.at(start + 1s), state::half_open);
}

TEST(circuit_breaker, names_every_fault_of_its_options) {
  EXPECT_TRUE(breaker_options{}.validate().empty());
  const breaker_options wrong{.failures_in_a_row = 0, .window = 1, .failing_percent = 0, .open_time = 0ms, .probes = 0};
  EXPECT_EQ(wrong.validate().size(), 5U);
}

/// Whatever happens in whatever order: never more than `probes` at once while half open, nobody while it is open, and
/// never for longer than the open time.
RC_GTEST_PROP(circuit_breaker, never_has_more_probes_under_way_than_allowed, ()) {
  breaker_options options = usual;
  options.probes = *rc::gen::inRange<std::size_t>(1, 5);
  circuit_breaker b{options};
  auto now = start;
  struct call {
    circuit_breaker::ticket ticket;
    bool probe;
  };
  std::deque<call> under_way;
  for (const auto action : *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 6))) {
    const auto before = b.at(now);
    if (action == 0) {
      now += std::chrono::milliseconds{*rc::gen::inRange(0, 1'500)};
    } else if (action <= 3) {
      if (const auto ticket = b.admit(now))
        under_way.push_back({*ticket, before == state::half_open});
      else
        RC_ASSERT(before != state::closed);
    } else if (!under_way.empty()) {
      const auto ended = under_way.front();
      under_way.pop_front();
      action == 4 ? b.succeeded(ended.ticket) : b.failed(ended.ticket, now);
      if (before != b.at(now)) // tickets of another time
        std::erase_if(under_way, [](const call& c) { return c.probe; });
    }
    const auto probes = std::ranges::count_if(under_way, &call::probe);
    RC_ASSERT(static_cast<std::size_t>(probes) <= options.probes);
    if (b.at(now) == state::open)
      RC_ASSERT(b.open_until() > now && b.open_until() <= now + options.open_time);
  }
}

} // namespace
} // namespace sinew
