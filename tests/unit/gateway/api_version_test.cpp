// SPDX-License-Identifier: Apache-2.0
#include "gateway/api_version.hpp"
#include "gateway/openapi/versioned_schema.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto order_with(ordered_json price) -> ordered_json {
  return {{"customer", "c-1"}, {"lines", ordered_json::array({{{"sku", "SKU-1"}, {"price", std::move(price)}}})}};
}

auto fault_in(ordered_json price) -> std::optional<problem> {
  auto sent = order_with(std::move(price));
  return second_version().read(sent);
}

auto reference(std::string_view to) -> ordered_json {
  return {{"$ref", std::string{"#/components/schemas/"}.append(to)}};
}

} // namespace

TEST(second_version, writes_amounts_as_people_do_wherever_they_are) {
  ordered_json made{{"id", "o-1"}, {"total", {{"units", 2750}, {"currency", "EUR"}}}, {"items", ordered_json::array()}};
  made["items"].push_back({{"price", {{"units", 5}, {"currency", "JPY"}}}});
  second_version().show(made);
  EXPECT_EQ(made.at("total"), (ordered_json{{"amount", "27.50"}, {"currency", "EUR"}}));
  EXPECT_EQ(made.at("items").at(0).at("price"), (ordered_json{{"amount", "5"}, {"currency", "JPY"}}));
  EXPECT_EQ(made.at("id"), "o-1");
}

TEST(second_version, reads_what_the_services_take) {
  auto sent = order_with({{"currency", "EUR"}, {"amount", "12.5"}});
  EXPECT_FALSE(second_version().read(sent));
  EXPECT_EQ(sent.at("lines").at(0).at("price"), (ordered_json{{"currency", "EUR"}, {"units", 1250}}));
  EXPECT_EQ(sent.at("customer"), "c-1");
}

TEST(second_version, names_the_field_that_is_no_amount) {
  EXPECT_EQ(fault_in({{"amount", 12.5}, {"currency", "EUR"}})->field, "lines[0].price.amount");
  EXPECT_EQ(fault_in({{"amount", "12.505"}, {"currency", "EUR"}})->field, "lines[0].price.amount");
  EXPECT_EQ(fault_in({{"currency", "EUR"}})->field, "lines[0].price.amount");
  EXPECT_EQ(fault_in({{"units", 1250}, {"currency", "EUR"}})->field, "lines[0].price.units") << "that is of /v1";
  EXPECT_FALSE(fault_in({{"amount", "1"}, {"currency", 7}})) << "the services' schema tells what is wrong with that";
}

TEST(second_version, leaves_a_body_that_looks_like_an_amount_to_the_services_schema) {
  for (const auto* stray : {"currency", "amount", "units"}) {
    auto sent = order_with({{"currency", "EUR"}, {"amount", "12.5"}});
    sent[stray] = "EUR";
    EXPECT_FALSE(second_version().read(sent)) << stray;
    EXPECT_EQ(sent.at("lines").at(0).at("price").at("units"), 1250);
    EXPECT_EQ(sent.at(stray), "EUR");
  }
}

TEST(second_version, has_schemas_of_its_own_only_for_what_it_writes_otherwise) {
  ordered_json components{
      {"Money", {{"properties", {{"units", {{"type", "integer"}}}, {"currency", {{"type", "string"}}}}}}},
      {"Line", {{"properties", {{"price", reference("Money")}}}}},
      {"Order", {{"properties", {{"lines", {{"items", reference("Line")}}}, {"parent", reference("Order")}}}}},
      {"Receipt", {{"properties", ordered_json::object()}}}};
  auto part = ordered_json::array({reference("Order"), reference("Receipt")});
  refer_as_written(second_version(), part, components);
  EXPECT_EQ(part, ordered_json::array({reference("OrderV2"), reference("Receipt")}));
  EXPECT_EQ(components.at("OrderV2").at("properties").at("lines").at("items"), reference("LineV2"));
  EXPECT_EQ(components.at("OrderV2").at("properties").at("parent"), reference("OrderV2"));
  EXPECT_EQ(components.at("MoneyV2").at("required"), (ordered_json{"amount", "currency"}));
  EXPECT_EQ(components.at("Order").at("properties").at("lines").at("items"), reference("Line")) << "of /v1, as it was";
  EXPECT_FALSE(components.contains("ReceiptV2"));
}

TEST(first_version, writes_nothing_otherwise) {
  EXPECT_FALSE(first_version().show);
  EXPECT_FALSE(first_version().read);
  EXPECT_EQ(first_version().path("orders"), "/v1/orders");
}

} // namespace sinew::gateway
