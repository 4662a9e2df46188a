// SPDX-License-Identifier: Apache-2.0
#include "services/payment/account.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace shop {
namespace {

using sinew::testing::given;
using refusal = account::refusal;

constexpr auto euros(std::int64_t units) -> money {
  return {units, currency::eur};
}
constexpr money dollar{1, currency::usd};
constexpr auto everything = std::numeric_limits<std::int64_t>::max();

const account_id self{"a-1"};
const account_id other{"a-2"};
const payment_id order{"o-1"};
const transfer_id gift{"t-1"};
const account::opened opened{{"c-1"}, currency::eur};
const account::deposited deposited{euros(100)};
const account::debited debited{order, euros(60)};
const account::transfer_sent sent{gift, other, euros(60)};

TEST(account, is_opened_once) {
  given<account>().when(account::open{{"c-1"}, currency::eur}).then(opened);
  given<account>(opened).when(account::open{{"c-1"}, currency::eur}).refused(refusal::already_open);
}

TEST(account, takes_deposits_in_its_own_currency) {
  given<account>(opened).when(account::deposit{euros(100)}).then(deposited);
  given<account>().when(account::deposit{euros(100)}).refused(refusal::not_open);
  given<account>(opened).when(account::deposit{dollar}).refused(refusal::wrong_currency);
  given<account>(opened).when(account::deposit{euros(0)}).refused(refusal::amount_not_positive);
  given<account>(opened).when(account::deposit{euros(-1)}).refused(refusal::amount_not_positive);
}

TEST(account, keeps_what_the_payer_wrote_with_a_deposit) {
  const std::string words = "invoice 4711";
  given<account>(opened).when(account::deposit{euros(100), words}).then(account::deposited{euros(100), words});
  EXPECT_EQ(given<account>(opened, account::deposited{euros(100), words}).state().balance, euros(100));
}

TEST(account, refuses_a_deposit_that_it_could_not_count) {
  const auto rich = given<account>(opened, account::deposited{euros(everything)});
  rich.when(account::deposit{euros(1)}).refused(refusal::balance_too_large);
}

TEST(account, keeps_room_for_money_that_may_come_back) {
  const auto generous = given<account>(opened, account::deposited{euros(everything)},
                                       account::transfer_sent{gift, other, euros(everything)});
  generous.when(account::deposit{euros(1)}).refused(refusal::balance_too_large);
  generous.when(account::take_back{gift}).then(account::transfer_returned{gift, euros(everything)});
}

TEST(account, is_debited_for_a_payment_it_can_afford) {
  given<account>(opened, deposited).when(account::debit{order, euros(60)}).then(debited);
  EXPECT_EQ(given<account>(opened, deposited, debited).state().balance, euros(40));
}

TEST(account, says_with_an_event_why_it_is_not_debited) {
  const auto refused = [](std::string code) { return account::debit_refused{order, std::move(code)}; };
  given<account>().when(account::debit{order, euros(60)}).then(refused("account_not_open"));
  given<account>(opened, deposited).when(account::debit{order, euros(101)}).then(refused("insufficient_funds"));
  given<account>(opened, deposited).when(account::debit{order, dollar}).then(refused("wrong_currency"));
  given<account>(opened, deposited).when(account::debit{order, euros(-1)}).then(refused("amount_not_positive"));
}

TEST(account, is_debited_once_for_one_payment) {
  given<account>(opened, deposited, debited).when(account::debit{order, euros(60)}).then_nothing();
}

TEST(account, does_not_change_its_mind_about_a_refused_debit) {
  given<account>(opened, account::debit_refused{order, "insufficient_funds"}, deposited)
      .when(account::debit{order, euros(60)})
      .then_nothing();
}

TEST(account, gives_back_what_a_payment_took) {
  const auto back = account::credited{order, euros(60)};
  given<account>(opened, deposited, debited).when(account::credit{order}).then(back);
  given<account>(opened, deposited, debited, back).when(account::credit{order}).then_nothing();
  EXPECT_EQ(given<account>(opened, deposited, debited, back).state().balance, euros(100));
}

TEST(account, never_pays_for_a_payment_that_was_undone_before_it_took_anything) {
  const auto nothing_back = account::credited{order, euros(0)};
  given<account>(opened, deposited).when(account::credit{order}).then(nothing_back);
  given<account>(opened, deposited, nothing_back)
      .when(account::debit{order, euros(60)})
      .then(account::debit_refused{order, "payment_closed"});
}

TEST(account, gives_nothing_back_for_a_refused_debit) {
  given<account>(opened, account::debit_refused{order, "insufficient_funds"})
      .when(account::credit{order})
      .then(account::credited{order, euros(0)});
}

TEST(account, sends_money_to_another_account) {
  const account::transfer transfer{gift, other, euros(60), self};
  given<account>(opened, deposited).when(transfer).then(sent);
  given<account>(opened, deposited, sent).when(transfer).then_nothing();
  EXPECT_EQ(given<account>(opened, deposited, sent).state().balance, euros(40));
}

TEST(account, refuses_transfers_that_make_no_sense) {
  const auto owner = given<account>(opened, deposited);
  given<account>().when(account::transfer{gift, other, euros(1), self}).refused(refusal::not_open);
  owner.when(account::transfer{gift, other, euros(101), self}).refused(refusal::insufficient_funds);
  owner.when(account::transfer{gift, other, dollar, self}).refused(refusal::wrong_currency);
  owner.when(account::transfer{gift, self, euros(1), self}).refused(refusal::same_account);
  owner.when(account::transfer{gift, other, euros(0), self}).refused(refusal::amount_not_positive);
}

TEST(account, receives_a_transfer_once) {
  const account::receive receive{gift, other, euros(60)};
  const account::transfer_received received{gift, other, euros(60)};
  given<account>(opened).when(receive).then(received);
  given<account>(opened, received).when(receive).then_nothing();
  EXPECT_EQ(given<account>(opened, received).state().balance, euros(60));
}

TEST(account, tells_transfers_of_two_senders_apart_though_they_are_called_alike) {
  given<account>(opened, account::transfer_received{gift, other, euros(60)})
      .when(account::receive{gift, {"a-3"}, euros(5)})
      .then(account::transfer_received{gift, {"a-3"}, euros(5)});
}

TEST(account, refuses_to_receive_with_an_event_so_that_the_sender_gets_it_back) {
  const account::receive receive{gift, other, euros(60)};
  const account::transfer_refused closed{gift, other, euros(60), "account_not_open"};
  given<account>().when(receive).then(closed);
  given<account>(account::opened{{"c-1"}, currency::usd})
      .when(receive)
      .then(account::transfer_refused{gift, other, euros(60), "wrong_currency"});
  // The sender has taken it back by now: it must not arrive as well.
  given<account>(closed, opened).when(receive).then_nothing();
}

TEST(account, takes_back_a_refused_transfer_once) {
  const account::transfer_returned returned{gift, euros(60)};
  given<account>(opened, deposited, sent).when(account::take_back{gift}).then(returned);
  given<account>(opened, deposited, sent, returned).when(account::take_back{gift}).then_nothing();
  given<account>(opened).when(account::take_back{gift}).refused(refusal::unknown_transfer);
  EXPECT_EQ(given<account>(opened, deposited, sent, returned).state().balance, euros(100));
}

TEST(account, stays_at_the_edge_when_a_log_adds_up_to_more_than_can_be) {
  const account::deposited all{euros(everything)};
  EXPECT_EQ(given<account>(opened, all, deposited).state().balance, euros(everything));
  EXPECT_EQ(given<account>(opened, all, account::credited{order, euros(60)}).state().balance, euros(everything));
}

TEST(account, has_a_name_for_each_refusal) {
  EXPECT_EQ(to_string(refusal::already_open), "already_open");
  EXPECT_EQ(to_string(refusal::unknown_transfer), "unknown_transfer");
}

// -- coupons ----------------------------------------------------------------------------------------------------------

const account::redeem welcome{{"welcome"}, {"c-1"}, euros(5)};
const account::redeemed welcomed{{"welcome"}, euros(5)};

TEST(account, takes_a_coupon_once) {
  given<account>(opened).when(welcome).then(welcomed);
  EXPECT_EQ(given<account>(opened, deposited, welcomed).state().balance, euros(105));
  given<account>(opened, welcomed).when(welcome).then_nothing();
  given<account>(opened, welcomed)
      .when(account::redeem{{"spring"}, {"c-1"}, euros(3)})
      .then(account::redeemed{{"spring"}, euros(3)});
}

TEST(account, is_opened_by_a_coupon_where_there_is_none) {
  given<account>().when(welcome).then(opened, welcomed);
  given<account>(opened, welcomed).when(account::open{{"c-1"}, currency::eur}).refused(refusal::already_open);
}

TEST(account, takes_no_coupon_that_is_for_another_owner_or_currency) {
  given<account>(opened).when(account::redeem{{"welcome"}, {"c-2"}, euros(5)}).refused(refusal::another_owner);
  given<account>(opened).when(account::redeem{{"welcome"}, {"c-1"}, dollar}).refused(refusal::wrong_currency);
}

TEST(account, takes_no_coupon_that_is_worth_nothing_or_more_than_it_could_count) {
  given<account>().when(account::redeem{{"welcome"}, {"c-1"}, euros(0)}).refused(refusal::amount_not_positive);
  given<account>(opened, deposited)
      .when(account::redeem{{"welcome"}, {"c-1"}, euros(everything)})
      .refused(refusal::balance_too_large);
}

} // namespace
} // namespace shop
