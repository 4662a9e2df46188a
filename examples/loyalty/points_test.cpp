// SPDX-License-Identifier: Apache-2.0
#include "points.hpp"

#include "loyalty_service.hpp"
#include "points_codec.hpp"
#include "schemas/order_generated.h"
#include "tests/support/given.hpp"
#include "tests/support/reactions.hpp"

#include <gtest/gtest.h>

namespace loyalty {
namespace {

using sinew::testing::commands_for;
using sinew::testing::given;
using sinew::testing::table_bytes;

TEST(points, are_earned_by_an_order) {
  given<points>().when(points::earn{"o-1", 24}).then(points::earned{"o-1", 24});
}

TEST(points, are_not_earned_twice_by_one_order) {
  given<points>(points::earned{"o-1", 24}).when(points::earn{"o-1", 24}).then_nothing();
}

TEST(points, are_spent_down_to_nothing_but_not_below) {
  const auto some = given<points>(points::earned{"o-1", 24});
  some.when(points::spend{24}).then(points::spent{24});
  some.when(points::spend{25}).refused(points::refusal::not_enough);
}

TEST(points, survive_their_snapshot) {
  const auto before = given<points>(points::earned{"o-1", 24}, points::spent{4}).state();
  const auto after = sinew::decode<points::state>(sinew::encode(before)).value();
  EXPECT_EQ(after.balance, 20U);
  EXPECT_TRUE(after.orders.contains("o-1"));
}

TEST(loyalty, credits_the_customer_of_a_confirmed_order) {
  const auto confirmed = table_bytes([](auto& b) {
    const shop::wire::Money total{2400, shop::wire::Currency::EUR};
    return shop::wire::CreateOrderConfirmedDirect(b, "c-1", &total);
  });
  const auto commands = commands_for(loyalty_service().reactions, {"order", "o-1"}, "confirmed", confirmed);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(commands[0].to, (sinew::aggregate_key{"points", "c-1"}));
  const auto earn = sinew::decode<points::earn>(commands[0].command.payload, sinew::command_context{"c-1", {}}).value();
  EXPECT_EQ(earn.order, "o-1");
  EXPECT_EQ(earn.amount, 24U);
}

} // namespace
} // namespace loyalty
