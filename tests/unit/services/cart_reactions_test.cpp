// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart_reactions.hpp"

#include "schemas/catalog_generated.h"
#include "schemas/order_generated.h"
#include "services/cart/cart_codec.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/reactions.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::commands_for;
using sinew::testing::seen;
using sinew::testing::table_bytes;

/// The one command that follows when `SKU-1` has answered, as the cart that asked receives it.
template <class Command>
auto follows(std::string_view event, const sinew::bytes& payload) -> Command {
  const auto commands = commands_for(cart_reactions(), {"product", "SKU-1"}, event, payload);
  EXPECT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands.at(0).to, (sinew::aggregate_key{"cart", "basket-1"}));
  return std::get<Command>(
      sinew::decode_command<cart>(commands.at(0).command.type, commands.at(0).command.payload, {"basket-1", {}})
          .value());
}

auto quoted(const char* cart, std::int64_t units) -> sinew::bytes {
  return table_bytes([=](auto& b) {
    const wire::Money price{units, wire::Currency::GBP};
    return wire::CreateProductQuotedDirect(b, cart, 7, 3, &price);
  });
}

TEST(cart_reactions, notes_the_price_of_the_catalog) {
  const auto note = follows<cart::note_price>("quoted", quoted("basket-1", 1200));
  EXPECT_EQ(note.article, sku{"SKU-1"});
  EXPECT_EQ(note.want, 7U);
  EXPECT_EQ(note.price, (money{1200, currency::gbp}));
}

TEST(cart_reactions, notes_that_the_catalog_does_not_sell_it) {
  const auto payload =
      table_bytes([](auto& b) { return wire::CreateProductQuoteRefusedDirect(b, "basket-1", 7, "withdrawn"); });
  const auto note = follows<cart::note_unavailable>("quote_refused", payload);
  EXPECT_EQ(note.article, sku{"SKU-1"});
  EXPECT_EQ(note.want, 7U);
  EXPECT_EQ(note.code, "withdrawn");
}

TEST(cart_reactions, takes_back_what_an_order_cannot_be_placed_for) {
  const auto payload = table_bytes([](auto& b) {
    const auto lines = to_wire(b, std::vector<line>{{{"SKU-1"}, 2, {1200, currency::gbp}}});
    const auto cart = b.CreateString("basket-1");
    return wire::CreateOrderPlaceRefused(b, cart, 7, lines, b.CreateString("already_placed"));
  });
  const auto commands = commands_for(cart_reactions(), {"order", "o-1"}, "place_refused", payload);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].to, (sinew::aggregate_key{"cart", "basket-1"}));
  const auto back = std::get<cart::take_back>(
      sinew::decode_command<cart>(commands[0].command.type, commands[0].command.payload, {"basket-1", {}}).value());
  EXPECT_EQ(back.order, order_id{"o-1"});
  EXPECT_EQ(back.checkout, 7U);
  EXPECT_EQ(back.lines, (std::vector<line>{{{"SKU-1"}, 2, {1200, currency::gbp}}}));
  EXPECT_EQ(back.code, "already_placed");
}

TEST(cart_reactions, reports_an_answer_that_no_cart_would_take) {
  const auto rows = cart_reactions();
  const auto nobodys = quoted("", 1200);
  const auto negative = quoted("basket-1", -1);
  const auto silent = table_bytes([](auto& b) { return wire::CreateProductQuoteRefusedDirect(b, "basket-1", 7, ""); });
  EXPECT_FALSE(rows[0].map(seen({"product", "SKU-1"}, "quoted", nobodys)));
  EXPECT_FALSE(rows[0].map(seen({"product", "SKU-1"}, "quoted", negative)));
  EXPECT_FALSE(rows[1].map(seen({"product", "SKU-1"}, "quote_refused", silent)));
}

TEST(cart_reactions, reports_an_event_that_is_not_what_it_claims) {
  for (const auto& row : cart_reactions())
    EXPECT_EQ(row.map(seen({"product", "SKU-1"}, row.event, {})).error().code, sinew::errc::invalid_input) << row.event;
}

} // namespace
} // namespace shop
