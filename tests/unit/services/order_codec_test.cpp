// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_codec.hpp"

#include "services/order/order_service.hpp"
#include "tests/support/given.hpp"

#include <flatbuffers/reflection.h>
#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::same;
using sinew::testing::shown;

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);
const sinew::command_context here{"o-1", noon};
const std::vector<line> lines{{{"SKU-1"}, 2, {1200, currency::jpy}}, {{"SKU-2"}, 1, {99, currency::jpy}}};
const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};

/// Encoded, and decoded by its wire name: the same again.
template <class Value, class... Context>
void comes_back(const Value& value, const Context&... context) {
  const auto back = sinew::decode<Value>(sinew::encode(value), context...);
  ASSERT_TRUE(back) << back.error().what;
  EXPECT_TRUE(same(*back, value)) << shown(*back) << "\nis not " << shown(value);
}

TEST(order_codec, brings_every_command_back_from_bytes) {
  comes_back(order::place{{"c-1"}, lines, card{"4242424242424242"}, home, std::chrono::seconds{7}, noon}, here);
  comes_back(order::place{{"c-1"}, lines, prepaid{{"a-1"}}, std::nullopt, std::chrono::seconds{0}, noon}, here);
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
  comes_back(order::cancel_requested{"customer_request"});
  comes_back(order::timed_out{"deadline"});
  comes_back(order::confirmed{{"c-1"}, {2499, currency::jpy}});
  comes_back(order::cancelled{{"c-1"}, "out_of_stock"});
}

TEST(order_codec, brings_the_state_back_from_bytes) {
  comes_back(order::state{});
  comes_back(order::state{order::stage::cancelled, {"c-1"}, {2499, currency::gbp}, noon, "deadline"});
}

TEST(order_codec, says_which_field_of_a_command_is_wrong) {
  order::place bad{{"c-1"}, lines, card{"4242"}, std::nullopt, std::chrono::seconds{86'401}, noon};
  const auto read = sinew::decode<order::place>(sinew::encode(bad), here);
  ASSERT_FALSE(read);
  EXPECT_EQ(to_string(read.error()), "invalid_input: deadline_seconds must be 0 to 86400, not 86401");
  bad.customer = {"c 1"};
  EXPECT_EQ(sinew::decode<order::place>(sinew::encode(bad), here).error().what,
            "customer must be 1 to 64 letters, digits, '_' or '-'");
}

TEST(order_codec, does_not_take_one_table_for_another) {
  const auto read = sinew::decode<order::place>(sinew::encode(order::confirm{}), here);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "the payload is not a shop.wire.OrderPlace");
}

TEST(order_service, has_a_table_in_its_schema_for_each_command_event_and_state) {
  const auto service = order_service();
  const auto* schema = reflection::GetSchema(service.schema.data());
  const auto has = [schema](std::string_view aggregate, std::string_view type) {
    return schema->objects()->LookupByKey(("shop.wire." + sinew::table_name(aggregate, type)).c_str()) != nullptr;
  };
  for (const auto* kind : service.aggregates) {
    EXPECT_TRUE(has(kind->name(), "state"));
    for (const auto command : kind->commands())
      EXPECT_TRUE(has(kind->name(), command)) << command;
    for (const auto event : kind->events())
      EXPECT_TRUE(has(kind->name(), event)) << event;
  }
}

} // namespace
} // namespace shop
