// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_reactions.hpp"

#include "schemas/cart_generated.h"
#include "schemas/inventory_generated.h"
#include "schemas/shipping_generated.h"
#include "services/order/order_codec.hpp"
#include "services/vocabulary_codec.hpp"
#include "tests/support/reactions.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::commands_for;
using sinew::testing::table_bytes;

const sinew::command_context here{"o-1", {}};

/// The one command that follows, as the order receives it.
template <class Command>
auto follows(std::string_view aggregate, std::string_view event, const sinew::bytes& payload) -> Command {
  const auto commands = commands_for(order_reactions(), {std::string{aggregate}, "o-1"}, event, payload);
  EXPECT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands.at(0).to, (sinew::aggregate_key{"order", "o-1"}));
  return std::get<Command>(
      sinew::decode_command<order>(commands.at(0).command.type, commands.at(0).command.payload, here).value());
}

auto checked_out(const char* order) -> sinew::bytes {
  return table_bytes([order](auto& b) {
    const std::vector<line> lines{{{"SKU-1"}, 2, {1200, currency::eur}}};
    const auto id = b.CreateString(order);
    const auto customer = b.CreateString("c-1");
    const auto wanted = to_wire(b, lines);
    const auto payment = to_wire(b, payment_method{card{"4242"}});
    return wire::CreateCartCheckedOut(b, id, customer, wanted, payment, 0, 7, 5);
  });
}

TEST(order_reactions, places_the_order_that_a_cart_has_become) {
  const auto commands = commands_for(order_reactions(), {"cart", "c-9"}, "checked_out", checked_out("o-1"));
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].to, (sinew::aggregate_key{"order", "o-1"}));
  const auto placed = std::get<order::place>(
      sinew::decode_command<order>(commands[0].command.type, commands[0].command.payload, here).value());
  EXPECT_EQ(placed.customer, customer_id{"c-1"});
  EXPECT_EQ(placed.lines, (std::vector<line>{{{"SKU-1"}, 2, {1200, currency::eur}}}));
  EXPECT_EQ(placed.payment, payment_method{card{"4242"}});
  EXPECT_EQ(placed.ship_to, std::nullopt);
  EXPECT_EQ(placed.patience, std::chrono::seconds{7});
  EXPECT_EQ(placed.from, (order::origin{{"c-9"}, 5}));
}

TEST(order_reactions, begins_a_saga_when_an_order_is_placed_and_at_no_other_row) {
  for (const auto& row : order_reactions())
    EXPECT_EQ(row.begins_saga, row.command == "place") << row.event;
}

TEST(order_reactions, reports_a_cart_that_names_no_order) {
  const auto rows = order_reactions();
  const auto nameless = checked_out("");
  const auto wanted = rows[0].map(sinew::testing::seen({"cart", "c-9"}, "checked_out", nameless));
  ASSERT_FALSE(wanted);
  EXPECT_EQ(wanted.error().what, "order must be 1 to 64 letters, digits, '_' or '-'");
}

TEST(order_reactions, rejects_the_order_when_the_goods_cannot_be_had) {
  const auto payload =
      table_bytes([](auto& b) { return wire::CreateReservationRejectedDirect(b, "out_of_stock", "SKU-1"); });
  EXPECT_EQ(follows<order::reject>("reservation", "rejected", payload).code, "out_of_stock");
}

TEST(order_reactions, closes_the_order_when_its_goods_are_released) {
  const auto payload = table_bytes([](auto& b) { return wire::CreateReservationReleasedDirect(b, "card_declined"); });
  EXPECT_EQ(follows<order::close>("reservation", "released", payload).code, "card_declined");
}

TEST(order_reactions, confirms_the_order_when_its_parcel_is_on_the_way) {
  const auto payload = table_bytes([](auto& b) { return wire::CreateShipmentCreatedDirect(b, "T-1"); });
  follows<order::confirm>("shipment", "created", payload);
}

TEST(order_reactions, reports_a_reason_that_no_order_would_take) {
  const auto rejected = table_bytes([](auto& b) { return wire::CreateReservationRejectedDirect(b, "", "SKU-1"); });
  const auto released = table_bytes([](auto& b) { return wire::CreateReservationReleasedDirect(b, "line\nbreak"); });
  const auto rows = order_reactions();
  EXPECT_FALSE(rows[1].map(sinew::testing::seen({"reservation", "o-1"}, "rejected", rejected)));
  EXPECT_FALSE(rows[2].map(sinew::testing::seen({"reservation", "o-1"}, "released", released)));
}

TEST(order_reactions, reports_an_event_that_is_not_what_it_claims) {
  for (const auto& row : order_reactions()) {
    const auto damaged = sinew::testing::seen({std::string{row.aggregate}, "o-1"}, row.event, {});
    EXPECT_EQ(row.map(damaged).error().code, sinew::errc::invalid_input) << row.event;
  }
}

} // namespace
} // namespace shop
