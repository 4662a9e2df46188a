// SPDX-License-Identifier: Apache-2.0

// The bounds around outside calls: how often they are repeated, how many there are at once, how long they may take.

#include "actors/bulkhead.hpp"
#include "actors/deadline_budget.hpp"
#include "actors/retry_policy.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace sinew {
namespace {

using namespace std::chrono_literals;

// -- retries ----------------------------------------------------------------------------------------------------------

TEST(retry_budget, lets_a_rare_caller_repeat_from_its_reserve) {
  retry_budget budget{{.budget_percent = 10, .reserve = 2}};
  EXPECT_TRUE(budget.spend());
  EXPECT_TRUE(budget.spend());
  EXPECT_FALSE(budget.spend());
}

TEST(retry_budget, earns_one_repetition_with_so_many_calls) {
  retry_budget budget{{.budget_percent = 10, .reserve = 0}};
  for (int i = 0; i < 9; ++i)
    budget.earn();
  EXPECT_FALSE(budget.spend());
  budget.earn();
  EXPECT_TRUE(budget.spend());
  EXPECT_FALSE(budget.spend());
}

TEST(retry_budget, does_not_save_up_for_a_storm) {
  retry_budget budget{{.budget_percent = 100, .reserve = 5}};
  for (int i = 0; i < 1'000; ++i)
    budget.earn();
  EXPECT_EQ(budget.left(), 5U);
}

RC_GTEST_PROP(retry_budget, never_grants_more_than_its_share_and_reserve, ()) {
  const retry_options options{.budget_percent = *rc::gen::inRange(0U, 101U), .reserve = *rc::gen::inRange(0U, 20U)};
  retry_budget budget{options};
  std::uint64_t calls = 0;
  std::uint64_t granted = 0;
  for (const bool is_call : *rc::gen::container<std::vector<bool>>(300, rc::gen::arbitrary<bool>())) {
    if (is_call) {
      budget.earn();
      ++calls;
    } else if (budget.spend()) {
      ++granted;
    }
    RC_ASSERT(granted * 100 <= options.reserve * 100 + calls * options.budget_percent);
  }
}

TEST(retry_options, names_every_fault) {
  EXPECT_TRUE(retry_options{}.validate().empty());
  const retry_options wrong{
      .attempts = 0, .first_pause = 0ms, .longest_pause = -1ms, .budget_percent = 101, .reserve = 10'001};
  EXPECT_EQ(wrong.validate().size(), 5U);
}

// -- places -----------------------------------------------------------------------------------------------------------

using entry = bulkhead::entry;

TEST(bulkhead, lets_waiting_calls_in_in_the_order_they_came) {
  bulkhead places{{.places = 1, .waiting = 2}};
  EXPECT_EQ(places.enter(1), entry::inside);
  EXPECT_EQ(places.enter(2), entry::waiting);
  EXPECT_EQ(places.enter(3), entry::waiting);
  EXPECT_EQ(places.enter(4), entry::turned_away);
  EXPECT_EQ(places.leave(), 2U);
  EXPECT_EQ(places.leave(), 3U);
  EXPECT_EQ(places.leave(), std::nullopt);
  EXPECT_EQ(places.inside(), 0U);
}

TEST(bulkhead, passes_over_those_that_have_given_up) {
  bulkhead places{{.places = 1, .waiting = 2}};
  places.enter(1);
  places.enter(2);
  places.enter(3);
  places.give_up(2);
  places.give_up(1); // is inside: does not wait
  EXPECT_EQ(places.leave(), 3U);
}

RC_GTEST_PROP(bulkhead, never_exceeds_its_bounds_and_leaves_no_place_empty_while_somebody_waits, ()) {
  const bulkhead_options options{.places = *rc::gen::inRange<std::size_t>(1, 5),
                                 .waiting = *rc::gen::inRange<std::size_t>(0, 5)};
  bulkhead places{options};
  std::uint64_t last = 0;
  std::set<bulkhead::call_id> inside;
  for (const auto action : *rc::gen::container<std::vector<int>>(200, rc::gen::inRange(0, 4))) {
    if (action < 2) {
      if (places.enter(++last) == entry::inside)
        inside.insert(last);
    } else if (action == 2 && !inside.empty()) {
      inside.erase(inside.begin());
      if (const auto next = places.leave())
        RC_ASSERT(inside.insert(*next).second);
    } else {
      places.give_up(last);
    }
    RC_ASSERT(places.inside() == inside.size());
    RC_ASSERT(places.inside() <= options.places);
    RC_ASSERT(places.waiting() <= options.waiting);
    RC_ASSERT(places.waiting() == 0 || places.inside() == options.places);
  }
}

TEST(bulkhead_options, names_every_fault) {
  EXPECT_TRUE(bulkhead_options{}.validate().empty());
  EXPECT_EQ((bulkhead_options{.places = 0, .waiting = 100'001}.validate().size()), 2U);
}

// -- time -------------------------------------------------------------------------------------------------------------

const auto noon = from_unix_ns(1'790'000'000'000'000'000);

TEST(deadline_budget, runs_out_and_stays_so) {
  const deadline_budget budget{noon + 2s};
  EXPECT_EQ(budget.left(noon), 2s);
  EXPECT_FALSE(budget.is_spent(noon + 1s));
  EXPECT_TRUE(budget.is_spent(noon + 2s));
  EXPECT_EQ(budget.left(noon + 1h), 0ms);
}

TEST(deadline_budget, without_a_deadline_never_runs_out) {
  EXPECT_FALSE(deadline_budget{timestamp{}}.has_limit());
  EXPECT_FALSE(deadline_budget{}.is_spent(noon));
  EXPECT_EQ(deadline_budget{}.until(), timestamp{});
  EXPECT_EQ(deadline_budget{}.within(deadline_budget{noon}).until(), noon);
}

RC_GTEST_PROP(deadline_budget, is_never_negative_and_never_grows_on_its_way, ()) {
  const auto any_time = rc::gen::map(rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000),
                                     [](std::int64_t ns) { return from_unix_ns(ns); });
  const deadline_budget first{*any_time};
  const auto narrowed = first.within(deadline_budget{*any_time});
  auto now = *any_time;
  auto before = first.left(now);
  RC_ASSERT(narrowed.left(now) <= before);
  for (const auto step : *rc::gen::container<std::vector<int>>(10, rc::gen::inRange(0, 1'000'000))) {
    now += std::chrono::microseconds{step};
    const auto left = first.left(now);
    RC_ASSERT(left >= 0ms);
    RC_ASSERT(left <= before);
    before = left;
  }
}

} // namespace
} // namespace sinew
