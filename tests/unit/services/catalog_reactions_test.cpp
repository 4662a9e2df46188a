// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/catalog_reactions.hpp"

#include "schemas/cart_generated.h"
#include "services/catalog/catalog_codec.hpp"
#include "tests/support/reactions.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::commands_for;
using sinew::testing::seen;
using sinew::testing::table_bytes;

auto wanted(const char* sku, std::uint32_t quantity) -> sinew::bytes {
  return table_bytes([=](auto& b) { return wire::CreateCartItemWantedDirect(b, "c-1", sku, quantity, 7); });
}

TEST(catalog_reactions, asks_the_product_what_it_costs) {
  const auto commands = commands_for(catalog_reactions(), {"cart", "basket-1"}, "item_wanted", wanted("SKU-1", 3));
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].to, (sinew::aggregate_key{"product", "SKU-1"}));
  const auto asked = std::get<product::quote>(
      sinew::decode_command<product>(commands[0].command.type, commands[0].command.payload, {"SKU-1", {}}).value());
  EXPECT_EQ(asked.cart, cart_id{"basket-1"});
  EXPECT_EQ(asked.want, 7U);
  EXPECT_EQ(asked.quantity, 3U);
}

TEST(catalog_reactions, reports_a_wish_that_no_product_would_take) {
  const auto row = catalog_reactions().front();
  const auto no_article = wanted("", 3);
  const auto no_pieces = wanted("SKU-1", 0);
  EXPECT_FALSE(row.map(seen({"cart", "c-1"}, "item_wanted", no_article)));
  EXPECT_FALSE(row.map(seen({"cart", "c-1"}, "item_wanted", no_pieces)));
}

TEST(catalog_reactions, reports_an_event_that_is_not_what_it_claims) {
  for (const auto& row : catalog_reactions())
    EXPECT_EQ(row.map(seen({"cart", "c-1"}, row.event, {})).error().code, sinew::errc::invalid_input) << row.event;
}

} // namespace
} // namespace shop
