// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using refusal = payment::refusal;

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);
const auto deadline = noon + payment::patience;
const auto until = noon + std::chrono::seconds{30};
const money price{1200, currency::eur};
const payment_method by_card = card{"4242424242424242"};

const payment::request request{{"c-1"}, price, by_card, until, noon};
const payment::charge charge{noon};
const payment::requested requested{{"c-1"}, price, by_card, until};
const payment::started started{price, by_card, deadline, until};
const payment::charged charged{"ch-1", price};
const payment::declined declined{"card_declined"};
const payment::postponed postponed{"unavailable", 1, noon + std::chrono::seconds{1}};
const payment::timed_out timed_out{price, by_card};
const payment::refunding refunding{"undeliverable", price, by_card};
const payment::refunded refunded{"undeliverable", price};
const payment::cancelled cancelled{"deadline"};

/// Every way a payment can stand once it was started.
auto later_histories() {
  return std::vector{given<payment>(requested, started, charged),
                     given<payment>(requested, started, declined),
                     given<payment>(requested, started, timed_out),
                     given<payment>(requested, started, refunding),
                     given<payment>(requested, started, charged, refunding),
                     given<payment>(requested, started, charged, refunding, refunded)};
}

TEST(payment, is_requested_before_it_is_charged) {
  given<payment>().when(request).then(requested);
}

TEST(payment, is_started_with_a_deadline_once_requested_and_to_be_charged) {
  given<payment>(requested).when(charge).then(started);
}

TEST(payment, waits_for_the_request_when_the_charge_comes_first) {
  given<payment>().when(charge).then(payment::charge_awaited{});
  given<payment>(payment::charge_awaited{}).when(request).then(started);
}

TEST(payment, is_charged_when_the_other_side_approves) {
  given<payment>(requested, started).when(payment::approve{"ch-1"}).then(charged);
}

TEST(payment, is_declined_when_the_other_side_declines) {
  given<payment>(requested, started).when(payment::decline{"card_declined"}).then(declined);
}

TEST(payment, times_out_when_the_other_side_is_silent) {
  given<payment>(requested, started).when(payment::expire{deadline}).then(timed_out);
}

TEST(payment, wants_to_be_woken_at_its_deadline_only_while_it_waits_for_an_answer) {
  const auto waiting = given<payment>(requested, started);
  const auto alarm = payment::alarm_of(waiting.state());
  ASSERT_TRUE(alarm);
  EXPECT_EQ(alarm->at, deadline);
  EXPECT_TRUE(std::holds_alternative<payment::expire>(alarm->command));
  EXPECT_FALSE(payment::alarm_of(given<payment>(requested).state()));
  EXPECT_FALSE(payment::alarm_of(given<payment>(requested, started, charged).state()));
}

TEST(payment, does_not_time_out_before_its_deadline) {
  given<payment>(requested, started).when(payment::expire{deadline - std::chrono::milliseconds{1}}).then_nothing();
}

TEST(payment, does_not_wait_for_an_answer_beyond_the_time_the_order_has) {
  const auto soon = noon + std::chrono::seconds{2};
  given<payment>(payment::requested{{"c-1"}, price, by_card, soon})
      .when(charge)
      .then(payment::started{price, by_card, soon, soon});
}

// -- charging later ---------------------------------------------------------------------------------------------------

TEST(payment, is_not_postponed_by_a_call_that_was_given_until_its_deadline_and_ends_with_it) {
  const auto ends = started.deadline - std::chrono::milliseconds{1};
  given<payment>(requested, started).when(payment::postpone{"outcome_unknown", ends}).then_nothing();
}

TEST(payment, is_postponed_when_the_other_side_cannot_be_asked) {
  given<payment>(requested, started).when(payment::postpone{"unavailable", noon}).then(postponed);
}

TEST(payment, is_started_again_when_the_pause_is_over) {
  const auto then = postponed.again;
  given<payment>(requested, started, postponed)
      .when(payment::try_again{then})
      .then(payment::started{price, by_card, then + payment::patience, until});
}

TEST(payment, is_not_started_before_the_pause_is_over) {
  given<payment>(requested, started, postponed).when(payment::try_again{noon}).then_nothing();
}

TEST(payment, is_tried_again_after_pauses_that_grow_up_to_a_longest_one) {
  std::vector<std::int64_t> pauses;
  payment::state s = given<payment>(payment::requested{{"c-1"}, price, by_card, noon + std::chrono::hours{1}}).state();
  auto now = noon;
  auto tell = [&](const payment::command& c) {
    for (const auto& e : payment::decide(s, c).events())
      s = payment::evolve(s, e);
  };
  tell(payment::charge{now});
  for (int i = 0; i < 7; ++i) {
    tell(payment::postpone{"unavailable", now});
    pauses.push_back(std::chrono::duration_cast<std::chrono::seconds>(s.again - now).count());
    now = s.again;
    tell(payment::try_again{now});
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 16, 16}));
}

TEST(payment, times_out_when_the_time_of_the_order_is_over_before_it_could_be_tried_again) {
  const auto late =
      given<payment>(requested, started, payment::postponed{"unavailable", 5, until + payment::first_pause});
  const auto alarm = payment::alarm_of(late.state());
  ASSERT_TRUE(alarm);
  EXPECT_EQ(alarm->at, until);
  late.when(payment::try_again{until}).then(timed_out);
}

TEST(payment, wants_to_be_woken_when_it_can_be_tried_again) {
  const auto alarm = payment::alarm_of(given<payment>(requested, started, postponed).state());
  ASSERT_TRUE(alarm);
  EXPECT_EQ(alarm->at, postponed.again);
  EXPECT_TRUE(std::holds_alternative<payment::try_again>(alarm->command));
}

TEST(payment, is_not_postponed_when_its_time_is_over_or_was_never_told) {
  given<payment>(requested, started).when(payment::postpone{"unavailable", deadline}).then_nothing();
  given<payment>(payment::requested{{"c-1"}, price, by_card, {}}, payment::started{price, by_card, deadline, {}})
      .when(payment::postpone{"unavailable", noon})
      .then_nothing();
}

TEST(payment, hears_an_answer_also_while_postponed) {
  given<payment>(requested, started, postponed).when(payment::approve{"ch-1"}).then(charged);
  given<payment>(requested, started, postponed).when(payment::decline{"card_declined"}).then(declined);
}

TEST(payment, is_given_back_also_while_postponed_for_an_attempt_may_have_taken_it) {
  given<payment>(requested, started, postponed).when(payment::refund{"undeliverable"}).then(refunding);
}

TEST(payment, is_neither_postponed_nor_tried_again_in_any_other_state) {
  for (const auto& history : later_histories()) {
    history.when(payment::postpone{"unavailable", noon}).then_nothing();
    history.when(payment::try_again{until}).then_nothing();
  }
  given<payment>(requested, started, postponed).when(payment::expire{deadline}).then_nothing();
  given<payment>(requested, started, postponed).when(payment::note_voided{}).then_nothing();
  given<payment>(requested, started, postponed).when(request).then_nothing();
  given<payment>(requested, started, postponed).when(charge).then_nothing();
  for (const auto& history : {given<payment>(), given<payment>(requested)}) {
    history.when(payment::postpone{"unavailable", noon}).refused(refusal::not_started);
    history.when(payment::try_again{noon}).refused(refusal::not_started);
  }
}

// -- undoing ----------------------------------------------------------------------------------------------------------

TEST(payment, is_declined_when_a_timed_out_charge_is_surely_undone) {
  given<payment>(requested, started, timed_out)
      .when(payment::note_voided{})
      .then(payment::declined{"payment_timed_out"});
}

TEST(payment, ignores_an_answer_that_comes_after_its_undoing_has_begun) {
  for (const auto& history :
       {given<payment>(requested, started, timed_out), given<payment>(requested, started, refunding),
        given<payment>(requested, started, refunding, refunded)}) {
    history.when(payment::approve{"ch-1"}).then_nothing();
    history.when(payment::decline{"voided"}).then_nothing();
  }
}

TEST(payment, is_given_back_when_charged) {
  given<payment>(requested, started, charged).when(payment::refund{"undeliverable"}).then(refunding);
  given<payment>(requested, started, charged, refunding).when(payment::note_voided{}).then(refunded);
}

TEST(payment, is_undone_also_when_nobody_knows_yet_whether_money_was_taken) {
  given<payment>(requested, started).when(payment::refund{"undeliverable"}).then(refunding);
}

TEST(payment, is_cancelled_when_the_refund_overtakes_the_charge) {
  given<payment>().when(payment::refund{"deadline"}).then(cancelled);
  given<payment>(requested).when(payment::refund{"deadline"}).then(cancelled);
  given<payment>(payment::charge_awaited{}).when(payment::refund{"deadline"}).then(cancelled);
}

TEST(payment, never_starts_once_cancelled) {
  given<payment>(cancelled).when(request).then_nothing();
  given<payment>(cancelled).when(charge).then_nothing();
  given<payment>(requested, cancelled).when(charge).then_nothing();
}

TEST(payment, has_nothing_to_give_back_where_nothing_was_taken) {
  given<payment>(requested, started, declined).when(payment::refund{"deadline"}).then_nothing();
  given<payment>(requested, started, timed_out).when(payment::refund{"deadline"}).then_nothing();
  given<payment>(cancelled).when(payment::refund{"deadline"}).then_nothing();
}

TEST(payment, takes_repetitions_without_doing_anything_twice) {
  given<payment>(requested).when(request).then_nothing();
  given<payment>(payment::charge_awaited{}).when(charge).then_nothing();
  given<payment>(requested, started).when(charge).then_nothing();
  given<payment>(requested, started, timed_out).when(payment::expire{deadline}).then_nothing();
  given<payment>(requested, started, charged, refunding).when(payment::refund{"deadline"}).then_nothing();
  given<payment>(requested, started, refunding, refunded).when(payment::note_voided{}).then_nothing();
  for (const auto& history : later_histories()) {
    history.when(request).then_nothing();
    history.when(charge).then_nothing();
    history.when(payment::approve{"ch-1"}).then_nothing();
    history.when(payment::expire{deadline}).then_nothing();
  }
}

TEST(payment, refuses_answers_to_what_was_never_asked) {
  for (const auto& history : {given<payment>(), given<payment>(requested), given<payment>(payment::charge_awaited{})}) {
    history.when(payment::approve{"ch-1"}).refused(refusal::not_started);
    history.when(payment::decline{"card_declined"}).refused(refusal::not_started);
    history.when(payment::expire{deadline}).refused(refusal::not_started);
    history.when(payment::note_voided{}).refused(refusal::not_started);
  }
  EXPECT_EQ(to_string(refusal::not_started), "not_started");
}

} // namespace
} // namespace shop
