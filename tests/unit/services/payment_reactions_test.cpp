// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_reactions.hpp"

#include "schemas/customer_generated.h"
#include "schemas/inventory_generated.h"
#include "schemas/order_generated.h"
#include "schemas/shipping_generated.h"
#include "services/payment/payment_codec.hpp"
#include "services/payment/payment_service.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/reactions.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::aggregate_key;
using sinew::errc;
using sinew::testing::commands_for;
using sinew::testing::table_bytes;

const money price{1200, currency::eur};
const auto deadline = sinew::from_unix_ns(1'790'000'000'000'000'000);
const auto until = deadline + std::chrono::seconds{25};
const payment_method by_card = card{"4242424242424242"};
const payment_method by_account = prepaid{{"a-1"}};

/// Answers what it is told to, and notes what it was asked.
class scripted_cards final : public card_provider {
 public:
  sinew::result<answer> to_charge = approved{"ch-1"};
  sinew::result<void> to_cancel;
  std::vector<charge_order> charged;
  std::vector<payment_id> cancelled;

  void charge(const charge_order& what, sinew::completion<answer> done) override {
    charged.push_back(what);
    done(to_charge);
  }
  void cancel(const payment_id& what, sinew::completion<void> done) override {
    cancelled.push_back(what);
    done(to_cancel);
  }
};

class payment_reactions_test : public ::testing::Test {
 protected:
  /// The only command that follows by a mapping.
  template <class Domain, class Command>
  auto follows(const aggregate_key& key, std::string_view event, const sinew::bytes& payload, const aggregate_key& to)
      -> Command {
    const auto commands = commands_for(rows, key, event, payload);
    EXPECT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands.at(0).to, to);
    return std::get<Command>(
        sinew::decode_command<Domain>(commands.at(0).command.type, commands.at(0).command.payload, {to.id, {}})
            .value());
  }

  /// What the effects of an event of payment o-1 answer with.
  template <class Event>
  auto effect_of(const Event& event) -> sinew::reaction_result {
    const auto payload = sinew::encode(event);
    sinew::reaction_result answered = std::vector<sinew::addressed>{};
    for (const auto& row : rows)
      if (row.effect && row.aggregate == "payment" && row.event == sinew::codec<Event>::name)
        row.effect(sinew::testing::seen({"payment", "o-1"}, row.event, payload),
                   [&](sinew::reaction_result got) { answered = std::move(got); });
    return answered;
  }
  template <class Event>
  auto names_after(const Event& event) -> std::vector<std::string> {
    std::vector<std::string> names;
    const auto answered = effect_of(event);
    for (const auto& command : answered.value())
      names.push_back(command.to.id + " " + std::string{command.command.type});
    return names;
  }

  scripted_cards cards;
  std::vector<sinew::reaction> rows = payment_reactions(cards);
};

using names = std::vector<std::string>;

TEST_F(payment_reactions_test, requests_the_payment_of_a_placed_order) {
  const auto payload = table_bytes([](auto& b) {
    const auto total = to_wire(price);
    const std::vector<line> lines{{{"SKU-1"}, 1, price}};
    const auto positions = to_wire(b, lines);
    return wire::CreateOrderPlaced(b, b.CreateString("c-1"), positions, &total, to_wire(b, by_account), 0,
                                   sinew::to_unix_ns(until));
  });
  const auto request = follows<payment, payment::request>({"order", "o-1"}, "placed", payload, {"payment", "o-1"});
  EXPECT_EQ(request.amount, price);
  EXPECT_EQ(request.method, by_account);
  EXPECT_EQ(request.until, until);
}

TEST_F(payment_reactions_test, charges_once_the_goods_are_reserved) {
  const auto payload = table_bytes([](auto& b) { return wire::CreateReservationReservedDirect(b, "SKU-1"); });
  follows<payment, payment::charge>({"reservation", "o-1"}, "reserved", payload, {"payment", "o-1"});
}

TEST_F(payment_reactions_test, refunds_when_there_is_no_parcel) {
  const auto failed = table_bytes([](auto& b) { return wire::CreateShipmentFailedDirect(b, "undeliverable"); });
  EXPECT_EQ((follows<payment, payment::refund>({"shipment", "o-1"}, "failed", failed, {"payment", "o-1"}).code),
            "undeliverable");
  const auto cancelled = table_bytes([](auto& b) { return wire::CreateShipmentCancelledDirect(b, "deadline"); });
  EXPECT_EQ((follows<payment, payment::refund>({"shipment", "o-1"}, "cancelled", cancelled, {"payment", "o-1"}).code),
            "deadline");
}

TEST_F(payment_reactions_test, asks_the_account_for_the_money_of_a_prepaid_payment) {
  const auto debit = follows<account, account::debit>(
      {"payment", "o-1"}, "started", sinew::encode(payment::started{price, by_account, deadline, until}),
      {"account", "a-1"});
  EXPECT_EQ(debit.payment.text, "o-1");
  EXPECT_EQ(debit.amount, price);
}

TEST_F(payment_reactions_test, asks_the_account_to_give_back_what_it_undoes) {
  follows<account, account::credit>({"payment", "o-1"}, "timed_out",
                                    sinew::encode(payment::timed_out{price, by_account}), {"account", "a-1"});
  follows<account, account::credit>({"payment", "o-1"}, "refunding",
                                    sinew::encode(payment::refunding{"deadline", price, by_account}),
                                    {"account", "a-1"});
}

TEST_F(payment_reactions_test, tells_the_payment_what_the_account_said) {
  const aggregate_key from{"account", "a-1"};
  const aggregate_key to{"payment", "o-1"};
  follows<payment, payment::approve>(from, "debited", sinew::encode(account::debited{{"o-1"}, price}), to);
  const auto decline = follows<payment, payment::decline>(
      from, "debit_refused", sinew::encode(account::debit_refused{{"o-1"}, "insufficient_funds"}), to);
  EXPECT_EQ(decline.code, "insufficient_funds");
  follows<payment, payment::note_voided>(from, "credited", sinew::encode(account::credited{{"o-1"}, price}), to);
}

TEST_F(payment_reactions_test, brings_a_transfer_to_its_receiver_or_back) {
  const auto receive = follows<account, account::receive>(
      {"account", "a-1"}, "transfer_sent", sinew::encode(account::transfer_sent{{"t-1"}, {"a-2"}, price}),
      {"account", "a-2"});
  EXPECT_EQ(receive.from.text, "a-1");
  follows<account, account::take_back>(
      {"account", "a-2"}, "transfer_refused",
      sinew::encode(account::transfer_refused{{"t-1"}, {"a-1"}, price, "wrong_currency"}), {"account", "a-1"});
}

TEST_F(payment_reactions_test, leaves_accounts_out_of_card_payments_and_cards_out_of_prepaid_ones) {
  EXPECT_TRUE(commands_for(rows, {"payment", "o-1"}, "started",
                           sinew::encode(payment::started{price, by_card, deadline, until}))
                  .empty());
  EXPECT_EQ(names_after(payment::started{price, by_account, deadline, until}), names{});
  EXPECT_EQ(names_after(payment::refunding{"deadline", price, by_account}), names{});
  EXPECT_TRUE(cards.charged.empty());
  EXPECT_TRUE(cards.cancelled.empty());
}

TEST_F(payment_reactions_test, charges_the_card_and_says_how_it_went) {
  EXPECT_EQ(names_after(payment::started{price, by_card, deadline, until}), names{"o-1 approve"});
  cards.to_charge = card_provider::declined{"card_declined"};
  EXPECT_EQ(names_after(payment::started{price, by_card, deadline, until}), names{"o-1 decline"});
  ASSERT_EQ(cards.charged.size(), 2U);
  EXPECT_EQ(cards.charged[0].payment.text, "o-1");
  EXPECT_EQ(cards.charged[0].amount, price);
  EXPECT_EQ(cards.charged[0].deadline, deadline);
}

TEST_F(payment_reactions_test, leaves_a_card_that_is_too_late_to_the_time_out) {
  cards.to_charge = sinew::fail(errc::deadline_exceeded, "too late");
  EXPECT_EQ(names_after(payment::started{price, by_card, deadline, until}), names{});
}

TEST_F(payment_reactions_test, postpones_a_charge_when_the_provider_cannot_be_asked) {
  for (const auto code : {errc::unavailable, errc::overloaded, errc::outcome_unknown}) {
    cards.to_charge = sinew::fail(code, "away");
    EXPECT_EQ(names_after(payment::started{price, by_card, deadline, until}), names{"o-1 postpone"});
  }
}

TEST_F(payment_reactions_test, does_not_postpone_a_charge_that_the_provider_does_not_understand) {
  cards.to_charge = sinew::fail(errc::invalid_input, "what?");
  EXPECT_EQ(effect_of(payment::started{price, by_card, deadline, until}).error().code, errc::invalid_input);
}

TEST_F(payment_reactions_test, never_gives_up_an_undoing) {
  cards.to_cancel = sinew::fail(errc::unavailable, "away");
  EXPECT_EQ(effect_of(payment::refunding{"deadline", price, by_card}).error().code, errc::unavailable);
  cards.to_cancel = sinew::fail(errc::outcome_unknown, "silent");
  EXPECT_EQ(effect_of(payment::timed_out{price, by_card}).error().code, errc::outcome_unknown);
}

TEST_F(payment_reactions_test, expires_what_takes_money_and_nothing_that_gives_it_back) {
  for (const auto& row : rows) {
    const bool takes = row.event == "reserved" || row.event == "started";
    EXPECT_EQ(row.expires, takes) << row.event << " -> " << row.command;
  }
}

TEST_F(payment_reactions_test, welcomes_a_customer_with_a_coupon_for_the_account_of_that_id) {
  const auto payload =
      table_bytes([](auto& b) { return wire::CreateCustomerCreatedDirect(b, "Ada", "ada@example.test"); });
  const auto redeem = follows<account, account::redeem>({"customer", "c-1"}, "created", payload, {"account", "c-1"});
  EXPECT_EQ(redeem.coupon.text, "welcome");
  EXPECT_EQ(redeem.owner.text, "c-1");
  EXPECT_EQ(redeem.amount, (money{500, currency::eur}));
}

TEST_F(payment_reactions_test, voids_the_card_charge_that_it_undoes) {
  EXPECT_EQ(names_after(payment::timed_out{price, by_card}), names{"o-1 note_voided"});
  EXPECT_EQ(names_after(payment::refunding{"deadline", price, by_card}), names{"o-1 note_voided"});
  EXPECT_EQ(cards.cancelled.size(), 2U);
}

TEST_F(payment_reactions_test, report_an_event_that_is_not_what_it_claims) {
  for (const auto& row : rows) {
    const auto damaged = sinew::testing::seen({std::string{row.aggregate}, "o-1"}, row.event, {});
    sinew::reaction_result got;
    if (row.map)
      got = row.map(damaged);
    else
      row.effect(damaged, [&](sinew::reaction_result answered) { got = std::move(answered); });
    ASSERT_FALSE(got) << row.event;
    EXPECT_EQ(got.error().code, errc::invalid_input) << row.event;
  }
}

TEST_F(payment_reactions_test, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(payment_service(cards));
}

} // namespace
} // namespace shop
