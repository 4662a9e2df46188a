// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart_codec.hpp"

#include "services/cart/cart_service.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const sinew::command_context here{"basket-1", {}};
const money ten{1000, currency::usd};
const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};
constexpr std::chrono::seconds a_minute{60};

TEST(cart_codec, brings_every_command_back_from_bytes) {
  comes_back(cart::put{{"c-1"}, {"SKU-1"}, 3}, here);
  comes_back(cart::put{{"c-1"}, {"SKU-1"}, 0}, here);
  comes_back(cart::note_price{{"SKU-1"}, 7, ten}, here);
  comes_back(cart::note_unavailable{{"SKU-1"}, 7, "withdrawn"}, here);
  comes_back(cart::checkout{{"o-1"}, card{"4242"}, home, a_minute}, here);
  comes_back(cart::checkout{{"o-1"}, prepaid{{"a-1"}}, std::nullopt, {}}, here);
  comes_back(cart::clear{}, here);
  comes_back(cart::take_back{{"o-1"}, 7, {{{"SKU-1"}, 3, ten}}, "already_placed"}, here);
}

TEST(cart_codec, brings_every_event_back_from_bytes) {
  comes_back(cart::item_wanted{{"c-1"}, {"SKU-1"}, 3, 7});
  comes_back(cart::item_removed{{"SKU-1"}});
  comes_back(cart::item_priced{{"SKU-1"}, 7, ten});
  comes_back(cart::item_unavailable{{"SKU-1"}, 7, "withdrawn"});
  comes_back(
      cart::checked_out{{"o-1"}, {"c-1"}, {{{"SKU-1"}, 3, ten}, {{"SKU-2"}, 1, ten}}, card{"4242"}, home, a_minute, 7});
  comes_back(cart::checked_out{{"o-1"}, {"c-1"}, {{{"SKU-1"}, 3, ten}}, prepaid{{"a-1"}}, std::nullopt, {}, 0});
  comes_back(cart::cleared{});
  comes_back(cart::order_refused{{"o-1"}, 7, "already_placed"});
}

TEST(cart_codec, brings_the_state_back_from_bytes) {
  comes_back(cart::state{});
  cart::state full{{"c-1"}, {}, 9, {"o-1"}, {3, 7}};
  full.items[{"SKU-1"}] = {3, 7, ten, ""};
  full.items[{"SKU-2"}] = {1, 8, std::nullopt, ""};
  full.items[{"SKU-3"}] = {2, 9, std::nullopt, "withdrawn"};
  full.items[{"SKU-4"}] = {2, 6, money{0, currency::eur}, ""};
  comes_back(full);
}

TEST(cart_codec, says_which_field_of_a_command_is_wrong) {
  EXPECT_EQ(fault_of(cart::put{{""}, {"SKU-1"}, 1}, here), "customer must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(cart::put{{"c-1"}, {"SKU 1"}, 1}, here), "sku must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(cart::put{{"c-1"}, {"SKU-1"}, 1'000'001}, here), "quantity must be 0 to 1000000, not 1000001");
  EXPECT_EQ(fault_of(cart::note_price{{"SKU-1"}, 7, {-1, currency::eur}}, here),
            "price.units must be 0 to 1000000000000, not -1");
  EXPECT_EQ(fault_of(cart::note_unavailable{{"SKU-1"}, 7, ""}, here), "code is missing");
  EXPECT_EQ(fault_of(cart::checkout{{"o 1"}, card{"4242"}, home, {}}, here),
            "order must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(cart::checkout{{"o-1"}, card{"42 42"}, home, {}}, here),
            "payment.card must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(cart::checkout{{"o-1"}, card{"4242"}, home, std::chrono::hours{25}}, here),
            "deadline_seconds must be 0 to 86400, not 90000");
}

TEST(cart_codec, says_which_article_of_a_state_is_wrong) {
  cart::state bad{{"c-1"}, {}, 9, {}, {}};
  bad.items[{"SKU-1"}] = {3, 7, ten, ""};
  bad.items[{"SKU-2"}] = {0, 8, ten, ""};
  EXPECT_EQ(fault_of(bad), "items[1].quantity must be 1 to 1000000, not 0");
}

TEST(cart_service, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(cart_service());
}

} // namespace
} // namespace shop
