// SPDX-License-Identifier: Apache-2.0
#include "gateway/json_body.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto of(std::string type, std::string body) -> http_request {
  return {.method = "POST",
          .path = "/",
          .query = {},
          .headers = {{"content-type", std::move(type)}},
          .body = std::move(body)};
}

} // namespace

TEST(json_body, is_read_where_it_says_that_it_is_json) {
  EXPECT_EQ(read_json_body(of("application/json", R"({"a":1})"))->at("a"), 1);
  EXPECT_TRUE(read_json_body(of("Application/JSON; charset=utf-8", "{}")));
}

TEST(json_body, must_not_be_anything_else) {
  for (const auto* type : {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
    EXPECT_EQ(read_json_body(of(type, "{}")).error().status, 415U) << type;
  for (const auto* body : {"", "{", R"({"a":1,"a":2})", "[1,]", "\xff"})
    EXPECT_EQ(read_json_body(of("application/json", body)).error().status, 400U) << body;
}

TEST(json_body, may_be_left_out_where_nothing_need_be_said) {
  EXPECT_EQ(*read_json_body(of("", ""), true), nlohmann::ordered_json::object());
  EXPECT_EQ(read_json_body(of("", "x"), true).error().status, 415U);
}

} // namespace sinew::gateway
