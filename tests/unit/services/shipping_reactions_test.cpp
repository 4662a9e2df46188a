// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipping_reactions.hpp"

#include "schemas/order_generated.h"
#include "schemas/payment_generated.h"
#include "services/shipping/shipping_codec.hpp"
#include "services/shipping/shipping_service.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/reactions.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::errc;
using sinew::testing::commands_for;
using sinew::testing::table_bytes;

const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};
const money price{1200, currency::eur};

/// Answers what it is told to, and notes what it was asked.
class scripted_carrier final : public carrier {
 public:
  sinew::result<answer> to_book = booked{"tr-1"};
  sinew::result<void> to_cancel;
  std::vector<address> addresses;
  sinew::timestamp deadline;

  void book(std::string_view, const address& to, sinew::timestamp until, sinew::completion<answer> done) override {
    addresses.push_back(to);
    deadline = until;
    done(to_book);
  }
  void cancel(std::string_view, sinew::completion<void> done) override { done(to_cancel); }
};

const auto end_of_saga = sinew::from_unix_ns(1'790'000'000'000'000'000);

auto seen_in_saga(sinew::aggregate_key key, std::string_view event, sinew::bytes_view payload) -> sinew::seen_event {
  auto seen = sinew::testing::seen(std::move(key), event, payload);
  seen.saga_deadline = end_of_saga;
  return seen;
}

class shipping_reactions_test : public ::testing::Test {
 protected:
  template <class Command>
  auto follows(std::string_view aggregate, std::string_view event, const sinew::bytes& payload) -> Command {
    const auto commands = commands_for(rows, {std::string{aggregate}, "o-1"}, event, payload);
    EXPECT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands.at(0).to, (sinew::aggregate_key{"shipment", "o-1"}));
    return read<Command>(commands.at(0));
  }
  template <class Command>
  static auto read(const sinew::addressed& one) -> Command {
    return std::get<Command>(
        sinew::decode_command<shipment>(one.command.type, one.command.payload, {"o-1", {}}).value());
  }
  template <class Event>
  auto effect_of(const Event& event) -> sinew::reaction_result {
    const auto payload = sinew::encode(event);
    sinew::reaction_result answered = std::vector<sinew::addressed>{};
    for (const auto& row : rows)
      if (row.effect && row.event == sinew::codec<Event>::name)
        row.effect(seen_in_saga({"shipment", "o-1"}, row.event, payload),
                   [&](sinew::reaction_result got) { answered = std::move(got); });
    return answered;
  }

  scripted_carrier parcels;
  std::vector<sinew::reaction> rows = shipping_reactions(parcels);
};

auto placed(const std::optional<address>& to) -> sinew::bytes {
  return table_bytes([&](auto& b) {
    const auto total = to_wire(price);
    const std::vector<line> lines{{{"SKU-1"}, 1, price}};
    const auto positions = to_wire(b, lines);
    const auto method = to_wire(b, payment_method{card{"4242"}});
    return wire::CreateOrderPlaced(b, b.CreateString("c-1"), positions, &total, method, to_wire(b, to));
  });
}

TEST_F(shipping_reactions_test, requests_a_shipment_for_a_placed_order) {
  EXPECT_EQ(follows<shipment::request>("order", "placed", placed(home)).to, home);
  EXPECT_EQ(follows<shipment::request>("order", "placed", placed(std::nullopt)).to, address{});
}

TEST_F(shipping_reactions_test, creates_the_shipment_once_it_is_paid) {
  const auto payload = table_bytes([](auto& b) {
    const auto amount = to_wire(price);
    return wire::CreatePaymentChargedDirect(b, "ch-1", &amount);
  });
  follows<shipment::create>("payment", "charged", payload);
}

TEST_F(shipping_reactions_test, cancels_the_shipment_of_an_order_that_is_given_up) {
  const auto late = table_bytes([](auto& b) { return wire::CreateOrderTimedOutDirect(b, "deadline"); });
  EXPECT_EQ(follows<shipment::cancel>("order", "timed_out", late).code, "deadline");
  const auto unwanted = table_bytes([](auto& b) { return wire::CreateOrderCancelRequestedDirect(b, "too_slow"); });
  EXPECT_EQ(follows<shipment::cancel>("order", "cancel_requested", unwanted).code, "too_slow");
}

TEST_F(shipping_reactions_test, books_a_carrier_and_says_how_it_went) {
  const auto yes = effect_of(shipment::booking{{"c-1"}, home}).value();
  EXPECT_EQ(read<shipment::note_booked>(yes.at(0)).tracking, "tr-1");
  parcels.to_book = carrier::refused{"undeliverable"};
  const auto no = effect_of(shipment::booking{{"c-1"}, home}).value();
  EXPECT_EQ(read<shipment::note_refused>(no.at(0)).code, "undeliverable");
  EXPECT_EQ(parcels.addresses, (std::vector{home, home}));
  EXPECT_EQ(parcels.deadline, end_of_saga);
}

TEST_F(shipping_reactions_test, takes_the_booking_back_that_it_undoes) {
  const auto voided = effect_of(shipment::cancelling{"deadline"}).value();
  EXPECT_EQ(voided.at(0).command.type, "note_voided");
}

TEST_F(shipping_reactions_test, asks_again_later_when_the_carrier_is_away) {
  parcels.to_book = sinew::fail(errc::unavailable, "away");
  EXPECT_EQ(effect_of(shipment::booking{{"c-1"}, home}).error().code, errc::unavailable);
}

TEST_F(shipping_reactions_test, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(shipping_service(parcels));
}

TEST_F(shipping_reactions_test, expires_what_books_and_nothing_that_undoes) {
  for (const auto& row : rows)
    EXPECT_EQ(row.expires, row.event == "charged" || row.event == "booking") << row.event << " -> " << row.command;
}

} // namespace
} // namespace shop
