// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_reactions.hpp"

#include "schemas/inventory_generated.h"
#include "schemas/shipping_generated.h"
#include "services/order/order_codec.hpp"
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
  EXPECT_FALSE(rows[0].map(sinew::testing::seen({"reservation", "o-1"}, "rejected", rejected)));
  EXPECT_FALSE(rows[1].map(sinew::testing::seen({"reservation", "o-1"}, "released", released)));
}

TEST(order_reactions, reports_an_event_that_is_not_what_it_claims) {
  for (const auto& row : order_reactions()) {
    const auto damaged = sinew::testing::seen({std::string{row.aggregate}, "o-1"}, row.event, {});
    EXPECT_EQ(row.map(damaged).error().code, sinew::errc::invalid_input) << row.event;
  }
}

} // namespace
} // namespace shop
