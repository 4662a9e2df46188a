// SPDX-License-Identifier: Apache-2.0
#include "gateway/customer_resource.hpp"
#include "gateway/openapi/docs_page.hpp"
#include "gateway/openapi/document.hpp"
#include "gateway/openapi/json_schema.hpp"
#include "gateway/openapi/resource_operation.hpp"
#include "tests/unit/tools/shop_catalog.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto schemas_of(const schema_book& book, std::string_view table, const std::vector<std::string>& given = {})
    -> ordered_json {
  ordered_json components = ordered_json::object();
  json_schema{components}.add(book, table, given);
  return components;
}

auto rows_of(const resource& what) -> std::vector<route> {
  std::vector<route> rows{
      {.method = "GET", .pattern = std::string{what.path} + "/{id}", .handler = {}, .about = looking_at(what)}};
  for (const auto& each : what.actions)
    rows.push_back({.method = each.method,
                    .pattern = std::string{what.path}.append(each.below),
                    .handler = {},
                    .needs = each.needs,
                    .about = operation_of(what, each)});
  return rows;
}

} // namespace

TEST(json_schema, tells_what_a_table_takes_with_all_that_it_refers_to) {
  const auto book = test::order_book();
  const auto all = schemas_of(book, "OrderPlace");
  const auto& place = all.at("OrderPlace");
  EXPECT_EQ(place.at("required"), (ordered_json{"customer", "lines", "payment"}));
  EXPECT_EQ(place.at("additionalProperties"), false);
  EXPECT_EQ(place.at("properties").at("lines").at("items").at("$ref"), "#/components/schemas/Line");
  EXPECT_EQ(place.at("properties").at("deadline_seconds").at("maximum"), 4'294'967'295U);
  EXPECT_EQ(all.at("Money").at("required"), (ordered_json{"units", "currency"})) << "a struct is all or nothing";
  EXPECT_EQ(all.at("Money").at("properties").at("currency").at("enum").at(0), "EUR");
  EXPECT_TRUE(all.contains("Address"));
}

TEST(json_schema, leaves_out_what_nobody_may_send) {
  const auto book = test::order_book();
  const auto place = schemas_of(book, "OrderPlace", {"customer"}).at("OrderPlace");
  EXPECT_FALSE(place.at("properties").contains("customer"));
  EXPECT_EQ(place.at("required"), (ordered_json{"lines", "payment"}));
}

TEST(json_schema, has_nothing_for_a_table_that_is_not_there) {
  const auto book = test::order_book();
  EXPECT_TRUE(schemas_of(book, "OrderExplode").empty());
}

TEST(json_schema, takes_the_comments_as_descriptions) {
  const auto book = test::order_book();
  EXPECT_EQ(schemas_of(book, "OrderPlace").at("OrderPlace").at("properties").at("customer").at("description"),
            "Id of the customer.");
}

TEST(openapi_document, tells_of_each_row) {
  const auto customers = customer_resource();
  const auto document = openapi_document(rows_of(customers), {&customers}, catalog{});
  const auto& paths = document.at("paths");
  EXPECT_EQ(paths.size(), 3U);
  const auto& post = paths.at("/v1/customers").at("post");
  EXPECT_EQ(post.at("operationId"), "post_v1_customers");
  EXPECT_EQ(post.at("requestBody").at("content").at("application/json").at("schema").at("$ref"),
            "#/components/schemas/CustomerRegister");
  EXPECT_TRUE(post.at("responses").at("201").at("headers").contains("Location"));
  EXPECT_EQ(post.at("security").size(), 1U);
  EXPECT_EQ(paths.at("/v1/customers/{id}/email").at("put").at("parameters").at(0).at("name"), "id");
  EXPECT_FALSE(paths.at("/v1/customers/{id}").at("delete").contains("requestBody"));
}

TEST(openapi_document, leaves_open_what_no_service_has_registered) {
  const auto customers = customer_resource();
  const auto document = openapi_document(rows_of(customers), {&customers}, catalog{});
  const auto& schemas = document.at("components").at("schemas");
  EXPECT_FALSE(schemas.at("CustomerRegister").contains("properties"));
  EXPECT_TRUE(schemas.at("Customer").at("properties").contains("version"));
  EXPECT_TRUE(schemas.contains("Problem"));
}

TEST(openapi_document, asks_for_no_token_where_anybody_may_come) {
  const std::vector<route> rows{{.method = "GET",
                                 .pattern = "/healthz",
                                 .handler = {},
                                 .needs = access::anybody,
                                 .about = {.tag = "life", .summary = "Alive?", .answers = {{200, "It is."}}}}};
  EXPECT_TRUE(openapi_document(rows, {}, catalog{}).at("paths").at("/healthz").at("get").at("security").empty());
}

TEST(docs_page, shows_all_and_keeps_what_is_no_markup_from_being_some) {
  const std::vector<route> rows{{.method = "GET",
                                 .pattern = "/a",
                                 .handler = {},
                                 .about = {.tag = "things", .summary = "<b>&\"", .answers = {{200, "Fine."}}}}};
  const auto page = docs_page(openapi_document(rows, {}, catalog{}));
  EXPECT_NE(page.find("&lt;b&gt;&amp;&quot;"), std::string::npos);
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_NE(page.find("id=\"get_a\""), std::string::npos);
  EXPECT_NE(page.find("href=\"#Problem\""), std::string::npos);
}

} // namespace sinew::gateway
