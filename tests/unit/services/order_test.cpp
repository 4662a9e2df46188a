// SPDX-License-Identifier: Apache-2.0
#include "services/order/order.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using sinew::testing::happens;
using std::chrono::seconds;
using refusal = order::refusal;

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);
const customer_id ada{"c-1"};
const std::vector<line> two_lines{{{"SKU-1"}, 2, {1200, currency::eur}}, {{"SKU-2"}, 1, {99, currency::eur}}};
const money total{2499, currency::eur};

auto place(std::vector<line> lines = two_lines, seconds patience = seconds{0}) -> order::place {
  return {ada, std::move(lines), card{"4242424242424242"}, std::nullopt, patience, noon};
}

const order::placed placed{ada, two_lines, total, card{"4242424242424242"}, std::nullopt, noon + seconds{30}};
const order::cancel_requested cancel_requested{"customer_request"};
const order::timed_out timed_out{"deadline"};
const order::confirmed confirmed{ada, total};
const order::cancelled cancelled{ada, "card_declined"};

// -- place ------------------------------------------------------------------------------------------------------------

TEST(order, is_placed_with_its_total_and_the_usual_deadline) {
  given<order>().when(place()).then(placed);
}

TEST(order, keeps_the_deadline_and_the_address_that_the_customer_names) {
  auto wanted = place(two_lines, seconds{5});
  wanted.ship_to = address{"Ada", "Street 1", "12345", "Berlin", "DE"};
  auto expected = placed;
  expected.deadline = noon + seconds{5};
  expected.ship_to = wanted.ship_to;
  given<order>().when(wanted).then(expected);
}

TEST(order, refuses_a_total_beyond_what_can_be_counted) {
  const line dear{{"SKU-1"}, 1'000'000, {1'000'000'000'000, currency::eur}};
  given<order>().when(place(std::vector(10, dear))).refused(refusal::total_too_large);
}

TEST(order, refuses_a_second_placement_in_every_stage) {
  given<order>(placed).when(place()).refused(refusal::already_placed);
  given<order>(placed, confirmed).when(place()).refused(refusal::already_placed);
  given<order>(placed, cancelled).when(place()).refused(refusal::already_placed);
}

const order::origin basket{{"basket-1"}, 7};

TEST(order, remembers_which_cart_has_become_it) {
  auto wanted = place();
  wanted.from = basket;
  auto expected = placed;
  expected.from = basket;
  given<order>().when(wanted).then(expected);
  given<order>(expected).when(wanted).then_nothing();
}

TEST(order, tells_a_cart_by_an_event_that_it_cannot_become_this_order) {
  auto wanted = place();
  wanted.from = basket;
  const order::place_refused refused{basket, two_lines, "already_placed"};
  given<order>(placed).when(wanted).then(refused);
  given<order>(placed, cancelled).when(wanted).then(refused);
  auto of_another_checkout = placed;
  of_another_checkout.from = {basket.cart, 3};
  given<order>(of_another_checkout).when(wanted).then(refused);
  given<order>(placed, refused).when(order::cancel{}).then(cancel_requested);
}

TEST(order, tells_a_cart_that_its_total_is_beyond_what_can_be_counted) {
  const line dear{{"SKU-1"}, 1'000'000, {1'000'000'000'000, currency::eur}};
  auto wanted = place(std::vector(10, dear));
  wanted.from = basket;
  given<order>().when(wanted).then(order::place_refused{basket, wanted.lines, "total_too_large"});
}

// -- cancel -----------------------------------------------------------------------------------------------------------

TEST(order, asks_for_its_undoing_when_the_customer_cancels) {
  given<order>(placed).when(order::cancel{}).then(cancel_requested);
  given<order>(placed).when(order::cancel{"too_slow"}).then(order::cancel_requested{"too_slow"});
}

TEST(order, takes_a_cancel_that_changes_nothing_as_done) {
  given<order>(placed, cancel_requested).when(order::cancel{}).then_nothing();
  given<order>(placed, timed_out).when(order::cancel{}).then_nothing();
  given<order>(placed, cancelled).when(order::cancel{}).then_nothing();
}

TEST(order, refuses_to_cancel_once_confirmed) {
  given<order>(placed, confirmed).when(order::cancel{}).refused(refusal::already_confirmed);
}

// -- confirm ----------------------------------------------------------------------------------------------------------

TEST(order, is_confirmed_once) {
  given<order>(placed).when(order::confirm{}).then(confirmed);
  given<order>(placed, confirmed).when(order::confirm{}).then_nothing();
}

TEST(order, goes_on_with_its_undoing_when_a_confirmation_comes_too_late) {
  given<order>(placed, cancel_requested).when(order::confirm{}).then_nothing();
  given<order>(placed, timed_out).when(order::confirm{}).then_nothing();
  given<order>(placed, cancelled).when(order::confirm{}).then_nothing();
}

// -- reject, close ----------------------------------------------------------------------------------------------------

TEST(order, is_cancelled_at_once_when_the_goods_cannot_be_had) {
  given<order>(placed).when(order::reject{"out_of_stock"}).then(order::cancelled{ada, "out_of_stock"});
}

TEST(order, waits_for_the_end_of_its_undoing_although_the_goods_cannot_be_had) {
  given<order>(placed, cancel_requested).when(order::reject{"out_of_stock"}).then_nothing();
  given<order>(placed, timed_out).when(order::reject{"out_of_stock"}).then_nothing();
  given<order>(placed, cancelled).when(order::reject{"out_of_stock"}).then_nothing();
}

TEST(order, is_cancelled_for_the_reason_that_the_undoing_brings) {
  given<order>(placed).when(order::close{"card_declined"}).then(cancelled);
}

TEST(order, is_cancelled_for_its_own_reason_when_it_has_one) {
  given<order>(placed, cancel_requested).when(order::close{"customer"}).then(order::cancelled{ada, "customer_request"});
  given<order>(placed, timed_out).when(order::close{"undone"}).then(order::cancelled{ada, "deadline"});
}

TEST(order, is_cancelled_once) {
  given<order>(placed, cancelled).when(order::close{"again"}).then_nothing();
}

TEST(order, refuses_to_be_undone_once_confirmed) {
  given<order>(placed, confirmed).when(order::reject{"out_of_stock"}).refused(refusal::already_confirmed);
  given<order>(placed, confirmed).when(order::close{"undone"}).refused(refusal::already_confirmed);
}

TEST(order, refuses_what_presumes_a_placement) {
  given<order>().when(order::cancel{}).refused(refusal::not_placed);
  given<order>().when(order::confirm{}).refused(refusal::not_placed);
  given<order>().when(order::reject{"x"}).refused(refusal::not_placed);
  given<order>().when(order::close{"x"}).refused(refusal::not_placed);
}

// -- the deadline -----------------------------------------------------------------------------------------------------

TEST(order, times_out_at_its_deadline_and_not_before) {
  given<order>(placed).when(order::expire{noon + seconds{30}}).then(timed_out);
  given<order>(placed).when(order::expire{noon + seconds{29}}).then_nothing();
}

TEST(order, ignores_a_timer_that_has_nothing_to_end) {
  const auto late = order::expire{noon + seconds{3600}};
  given<order>().when(late).then_nothing();
  given<order>(placed, cancel_requested).when(late).then_nothing();
  given<order>(placed, timed_out).when(late).then_nothing();
  given<order>(placed, confirmed).when(late).then_nothing();
  given<order>(placed, cancelled).when(late).then_nothing();
}

TEST(order, wants_to_hear_of_its_deadline_while_placed_only) {
  const auto wanted = order::alarm_of(given<order>(placed).state());
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->at, noon + seconds{30});
  EXPECT_EQ(std::get<order::expire>(wanted->command).now, wanted->at);
  EXPECT_FALSE(order::alarm_of(given<order>().state()));
  EXPECT_FALSE(order::alarm_of(given<order>(placed, timed_out).state()));
  EXPECT_FALSE(order::alarm_of(given<order>(placed, confirmed).state()));
}

// -- properties -------------------------------------------------------------------------------------------------------

auto any_command() -> rc::Gen<order::command> {
  return rc::gen::map(rc::gen::inRange(0, 7), [](int which) -> order::command {
    switch (which) {
      case 0: return place();
      case 1: return order::cancel{};
      case 2: return order::confirm{};
      case 3: return order::reject{"out_of_stock"};
      case 4: return order::close{"card_declined"};
      case 5: return order::expire{noon};
      default: return order::expire{noon + seconds{30}};
    }
  });
}

auto is_end(const order::event& e) -> bool {
  return std::holds_alternative<order::confirmed>(e) || std::holds_alternative<order::cancelled>(e);
}

auto ends_of(const std::vector<order::command>& commands) -> int {
  order::state s;
  int ends = 0;
  for (const auto& command : commands)
    for (const auto& event : happens<order>(s, command)) {
      RC_ASSERT(ends == 0); // the end is the last that happens
      ends += is_end(event) ? 1 : 0;
    }
  return ends;
}

RC_GTEST_PROP(order, ends_at_most_once_whatever_is_asked_of_it, ()) {
  RC_ASSERT(ends_of(*rc::gen::container<std::vector<order::command>>(any_command())) <= 1);
}

RC_GTEST_PROP(order, ends_exactly_once_when_placed_and_in_the_end_confirmed_and_closed, ()) {
  auto commands = *rc::gen::container<std::vector<order::command>>(any_command());
  commands.insert(commands.begin(), place());
  commands.emplace_back(order::confirm{});
  commands.emplace_back(order::close{"undone"});
  RC_ASSERT(ends_of(commands) == 1);
}

} // namespace
} // namespace shop
