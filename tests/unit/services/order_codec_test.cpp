// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_codec.hpp"

#include "services/order/order_service.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);
const sinew::command_context here{"o-1", noon};
const std::vector<line> lines{{{"SKU-1"}, 2, {1200, currency::jpy}}, {{"SKU-2"}, 1, {99, currency::jpy}}};
const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};

TEST(order_codec, brings_every_command_back_from_bytes) {
  comes_back(order::place{{"c-1"}, lines, card{"4242424242424242"}, home, std::chrono::seconds{7}, noon}, here);
  comes_back(order::place{{"c-1"}, lines, prepaid{{"a-1"}}, std::nullopt, std::chrono::seconds{0}, noon}, here);
  comes_back(order::place{{"c-1"}, lines, card{"4242"}, home, std::chrono::seconds{7}, noon, {{"basket-1"}, 9}}, here);
  comes_back(order::cancel{"too_slow"}, here);
  comes_back(order::cancel{}, here);
  comes_back(order::confirm{}, here);
  comes_back(order::reject{"out_of_stock"}, here);
  comes_back(order::close{"card_declined"}, here);
  comes_back(order::expire{noon}, here);
}

TEST(order_codec, brings_every_event_back_from_bytes) {
  comes_back(order::placed{{"c-1"}, lines, {2499, currency::jpy}, prepaid{{"a-1"}}, home, noon});
  comes_back(order::placed{{"c-1"}, lines, {2499, currency::jpy}, card{"4242"}, std::nullopt, noon});
  comes_back(order::placed{{"c-1"}, lines, {2499, currency::jpy}, card{"4242"}, home, noon, {{"basket-1"}, 9}});
  comes_back(order::place_refused{{{"basket-1"}, 9}, lines, "already_placed"});
  comes_back(order::cancel_requested{"customer_request"});
  comes_back(order::timed_out{"deadline"});
  comes_back(order::confirmed{{"c-1"}, {2499, currency::jpy}});
  comes_back(order::cancelled{{"c-1"}, "out_of_stock"});
}

TEST(order_codec, brings_the_state_back_from_bytes) {
  comes_back(order::state{});
  comes_back(order::state{order::stage::cancelled, {"c-1"}, {2499, currency::gbp}, noon, "deadline", {}});
  comes_back(order::state{order::stage::placed, {"c-1"}, {2499, currency::gbp}, noon, "", {{"basket-1"}, 9}});
}

TEST(order_codec, says_which_field_of_a_command_is_wrong) {
  order::place bad{{"c-1"}, lines, card{"4242"}, std::nullopt, std::chrono::seconds{86'401}, noon};
  EXPECT_EQ(fault_of(bad, here), "deadline_seconds must be 0 to 86400, not 86401");
  bad.lines[1].quantity = 0;
  EXPECT_EQ(fault_of(bad, here), "lines[1].quantity must be 1 to 1000000, not 0");
  bad.customer = {"c 1"};
  EXPECT_EQ(fault_of(bad, here), "customer must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(order::close{""}, here), "code is missing");
}

TEST(order_codec, does_not_take_one_table_for_another) {
  const auto read = sinew::decode<order::place>(sinew::encode(order::confirm{}), here);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "the payload is not a shop.wire.OrderPlace");
}

TEST(order_service, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(order_service());
}

TEST(order_codec, tells_the_runtime_how_long_the_saga_may_take_that_a_placement_begins) {
  const auto nothing_yet = sinew::kind_of<order>().birth();
  const order::place place{{"c-1"}, lines, card{"4242424242424242"}, home, std::chrono::seconds{7}, noon};
  const auto asked = sinew::encode_named(place);
  const auto verdict = nothing_yet->decide(asked.type, asked.payload, here).value();
  const auto& events = std::get<std::vector<sinew::encoded>>(verdict);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events.front().saga_deadline, noon + std::chrono::seconds{7});
}

} // namespace
} // namespace shop
