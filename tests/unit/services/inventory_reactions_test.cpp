// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/inventory_reactions.hpp"

#include "schemas/payment_generated.h"
#include "services/inventory/inventory_codec.hpp"
#include "services/order/order_codec.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/reactions.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::addressed;
using sinew::aggregate_key;
using sinew::testing::same;
using sinew::testing::shown;
using sinew::testing::table_bytes;

const aggregate_key the_order{"order", "o-1"};
const aggregate_key the_reservation{"reservation", "o-1"};
const aggregate_key the_payment{"payment", "o-1"};
const aggregate_key stock_a{"stock", "A"};
const aggregate_key stock_b{"stock", "B"};

auto commands_for(const aggregate_key& key, std::string_view event, const sinew::bytes& payload) {
  return sinew::testing::commands_for(inventory_reactions(), key, event, payload);
}

/// `sent` is this command, for that aggregate, after a way through bytes.
template <class Domain>
void expect(const addressed& sent, const aggregate_key& to, const typename Domain::command& wanted) {
  EXPECT_EQ(sent.to, to);
  const auto read = sinew::decode_command<Domain>(sent.command.type, sent.command.payload, {to.id, {}});
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(same(*read, wanted)) << shown(std::vector{*read}) << "\nis not" << shown(std::vector{wanted});
}

auto placed_with(std::vector<line> lines) -> sinew::bytes {
  return sinew::encode(order::placed{{"c-1"}, std::move(lines), {}, card{"4242"}, std::nullopt, {}});
}

TEST(inventory_reactions, opens_a_reservation_for_a_placed_order) {
  const auto sent = commands_for(the_order, "placed", placed_with({{{"A"}, 2, {100, {}}}, {{"B"}, 1, {100, {}}}}));
  ASSERT_EQ(sent.size(), 1U);
  expect<reservation>(sent[0], the_reservation, reservation::open{{{{"A"}, 2}, {{"B"}, 1}}});
}

TEST(inventory_reactions, says_what_is_wrong_with_a_placed_order) {
  const auto payload = placed_with({{{"no such sku"}, 2, {100, {}}}});
  const auto open = inventory_reactions().front().map(sinew::testing::seen(the_order, "placed", payload));
  EXPECT_EQ(open.error().what, "lines[0].sku must be 1 to 64 letters, digits, '_' or '-'");
}

TEST(inventory_reactions, asks_each_stock_for_its_pieces) {
  const auto sent =
      commands_for(the_reservation, "opened", sinew::encode(reservation::opened{{{{"A"}, 2}, {{"B"}, 1}}}));
  ASSERT_EQ(sent.size(), 2U);
  expect<stock>(sent[0], stock_a, stock::hold{{"o-1"}, 2});
  expect<stock>(sent[1], stock_b, stock::hold{{"o-1"}, 1});
}

TEST(inventory_reactions, tells_the_reservation_what_a_stock_answers) {
  const auto held = commands_for(stock_a, "held", sinew::encode(stock::held{{"o-1"}, 2}));
  ASSERT_EQ(held.size(), 1U);
  expect<reservation>(held[0], the_reservation, reservation::note_held{{"A"}});
  const auto fell_short = commands_for(stock_b, "fell_short", sinew::encode(stock::fell_short{{"o-1"}, 2, 1}));
  ASSERT_EQ(fell_short.size(), 1U);
  expect<reservation>(fell_short[0], the_reservation, reservation::note_short{{"B"}});
}

TEST(inventory_reactions, gives_back_what_is_held_when_rejected_or_released) {
  const auto rejected = sinew::encode(reservation::rejected{"out_of_stock", {"B"}, {{"A"}}});
  const auto after_rejection = commands_for(the_reservation, "rejected", rejected);
  ASSERT_EQ(after_rejection.size(), 1U);
  expect<stock>(after_rejection[0], stock_a, stock::release{{"o-1"}});
  const auto released = sinew::encode(reservation::released{"deadline", {{"A"}, {"B"}}});
  const auto after_release = commands_for(the_reservation, "released", released);
  ASSERT_EQ(after_release.size(), 2U);
  expect<stock>(after_release[1], stock_b, stock::release{{"o-1"}});
}

TEST(inventory_reactions, asks_nothing_when_a_release_gives_nothing_back) {
  EXPECT_TRUE(commands_for(the_reservation, "released", sinew::encode(reservation::released{"deadline", {}})).empty());
}

TEST(inventory_reactions, gives_back_what_was_held_too_late) {
  const auto sent = commands_for(the_reservation, "hold_undone", sinew::encode(reservation::hold_undone{{"A"}}));
  ASSERT_EQ(sent.size(), 1U);
  expect<stock>(sent[0], stock_a, stock::release{{"o-1"}});
}

TEST(inventory_reactions, releases_what_will_not_be_paid) {
  const money price{100, currency::eur};
  const auto amount = to_wire(price);
  const auto declined = table_bytes([](auto& b) { return wire::CreatePaymentDeclinedDirect(b, "card_declined"); });
  const auto refunded = table_bytes([&](auto& b) { return wire::CreatePaymentRefundedDirect(b, "deadline", &amount); });
  const auto cancelled = table_bytes([](auto& b) { return wire::CreatePaymentCancelledDirect(b, "deadline"); });
  const auto expect_release = [](const std::vector<addressed>& sent, std::string code) {
    ASSERT_EQ(sent.size(), 1U);
    expect<reservation>(sent[0], the_reservation, reservation::release{std::move(code)});
  };
  expect_release(commands_for(the_payment, "declined", declined), "card_declined");
  expect_release(commands_for(the_payment, "refunded", refunded), "deadline");
  expect_release(commands_for(the_payment, "cancelled", cancelled), "deadline");
}

TEST(inventory_reactions, report_a_reason_that_no_reservation_would_take) {
  const auto declined = table_bytes([](auto& b) { return wire::CreatePaymentDeclinedDirect(b, ""); });
  for (const auto& row : inventory_reactions()) {
    if (row.event != "declined")
      continue;
    const auto wanted = row.map(sinew::testing::seen(the_payment, "declined", declined));
    EXPECT_EQ(wanted.error().code, sinew::errc::invalid_input);
  }
}

TEST(inventory_reactions, ships_what_a_confirmed_order_has_reserved) {
  const auto commit = commands_for(the_order, "confirmed", sinew::encode(order::confirmed{{"c-1"}, {}}));
  ASSERT_EQ(commit.size(), 1U);
  expect<reservation>(commit[0], the_reservation, reservation::commit{});
  const auto ship = commands_for(the_reservation, "committed", sinew::encode(reservation::committed{{{"A"}, {"B"}}}));
  ASSERT_EQ(ship.size(), 2U);
  expect<stock>(ship[0], stock_a, stock::ship{{"o-1"}});
  expect<stock>(ship[1], stock_b, stock::ship{{"o-1"}});
}

TEST(inventory_reactions, report_an_event_that_is_not_what_it_claims) {
  for (const auto& row : inventory_reactions()) {
    const auto damaged = sinew::testing::seen({std::string{row.aggregate}, "o-1"}, row.event, {});
    EXPECT_EQ(row.map(damaged).error().code, sinew::errc::invalid_input) << row.event;
  }
}

} // namespace
} // namespace shop
