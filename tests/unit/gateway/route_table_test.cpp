// SPDX-License-Identifier: Apache-2.0
#include "gateway/route_table.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto table() -> route_table {
  const auto nobody = [](const call&, const http_answer&) {};
  return route_table{{{"POST", "/v1/orders", nobody},
                      {"GET", "/v1/orders/{id}", nobody},
                      {"POST", "/v1/orders/{id}/cancel", nobody},
                      {"GET", "/healthz", nobody}}};
}

auto asked(std::string method, std::string path) -> std::shared_ptr<const http_request> {
  return std::make_shared<http_request>(
      http_request{.method = std::move(method), .path = std::move(path), .query = {}, .headers = {}, .body = {}});
}

auto found(const route_table& in, std::string method, std::string path) -> const route_table::match {
  return std::get<route_table::match>(in.find(asked(std::move(method), std::move(path))));
}

} // namespace

TEST(route_table, finds_a_row_by_method_and_pattern) {
  const auto rows = table();
  EXPECT_EQ(found(rows, "POST", "/v1/orders").which->pattern, "/v1/orders");
  EXPECT_EQ(found(rows, "POST", "/v1/orders/o-1/cancel").which->pattern, "/v1/orders/{id}/cancel");
}

TEST(route_table, decodes_what_stands_for_a_parameter) {
  const auto rows = table();
  EXPECT_EQ(found(rows, "GET", "/v1/orders/o-1").made.at("id"), "o-1");
  EXPECT_EQ(found(rows, "GET", "/v1/orders/a%2Fb%20c").made.at("id"), "a/b c");
}

TEST(route_table, serves_head_where_it_serves_get) {
  const auto rows = table();
  EXPECT_EQ(found(rows, "HEAD", "/healthz").which->pattern, "/healthz");
}

TEST(route_table, names_the_methods_of_a_path_that_is_asked_otherwise) {
  const auto rows = table();
  EXPECT_EQ(std::get<route_table::wrong_method>(rows.find(asked("DELETE", "/v1/orders/o-1"))).allowed,
            "GET, HEAD, OPTIONS");
  EXPECT_EQ(std::get<route_table::wrong_method>(rows.find(asked("HEAD", "/v1/orders"))).allowed, "POST, OPTIONS");
}

TEST(route_table, knows_no_other_path) {
  const auto rows = table();
  for (const auto* path : {"/", "", "*", "/v1", "/v1/orders/", "/v1/orders/o-1/", "/v1/orders/o-1/cancel/x",
                           "/V1/orders", "//healthz", "/healthz/", "http://somewhere/healthz"})
    EXPECT_TRUE(std::holds_alternative<route_table::no_such_path>(rows.find(asked("GET", path)))) << path;
}

TEST(route_table, notices_a_percent_sign_that_encodes_nothing) {
  const auto rows = table();
  for (const auto* path : {"/v1/orders/%", "/v1/orders/%4", "/v1/orders/%zz", "/v1/orders/%-1", "/%x"})
    EXPECT_TRUE(std::holds_alternative<route_table::bad_path>(rows.find(asked("GET", path)))) << path;
}

} // namespace sinew::gateway
