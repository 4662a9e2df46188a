// SPDX-License-Identifier: Apache-2.0
#include "gateway/order_view.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

TEST(order_view, knows_when_an_order_goes_on) {
  EXPECT_FALSE(has_ended({{"stage", "cancel_requested"}}));
  EXPECT_TRUE(has_ended({{"stage", "cancelled"}}));
  EXPECT_TRUE(ends_an_order("confirmed"));
  EXPECT_FALSE(ends_an_order("placed"));
}

TEST(order_view, shows_of_a_card_only_its_end_and_a_deadline_as_a_time) {
  ordered_json data{{"payment", {{"method", "card"}, {"card", "4242424242424242"}}}};
  make_public(data);
  EXPECT_EQ(data["payment"]["card"], "************4242");
  ordered_json token{{"payment", {{"card", "tok_1"}}}};
  make_public(token);
  EXPECT_EQ(token["payment"]["card"], "*****") << "of a short one, its end would be nearly all";
  ordered_json dated{{"deadline", 1'700'000'000'250'000'000}};
  make_public(dated);
  EXPECT_EQ(dated["deadline"], "2023-11-14T22:13:20.250Z");
  ordered_json other{{"customer", "c-1"}};
  make_public(other);
  EXPECT_EQ(other, (ordered_json{{"customer", "c-1"}}));
}

} // namespace sinew::gateway
