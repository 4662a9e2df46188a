// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/cors_policy.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto from(std::string origin, std::string method = "GET") -> http_request {
  return {.method = std::move(method),
          .path = "/v1/orders",
          .query = {},
          .headers = {{"Origin", std::move(origin)}, {"Access-Control-Request-Method", "POST"}},
          .body = {}};
}

auto permitted(const cors_policy& policy, const http_request& asked) -> std::string {
  http_response answer;
  policy.permit(asked, answer);
  return std::string{find_header(answer.headers, "Access-Control-Allow-Origin")};
}

} // namespace

TEST(cors_policy, says_nothing_unless_told_to) {
  http_response answer;
  cors_policy{}.permit(from("https://shop.example"), answer);
  EXPECT_TRUE(answer.headers.empty());
}

TEST(cors_policy, lets_in_the_origins_it_was_given_and_nobody_else) {
  const cors_policy policy{{"https://shop.example", "https://other.example"}};
  EXPECT_EQ(permitted(policy, from("https://shop.example")), "https://shop.example");
  EXPECT_EQ(permitted(policy, from("https://evil.example")), "");
  EXPECT_EQ(permitted(policy, from("https://shop.example.evil.example")), "");
  EXPECT_EQ(permitted(cors_policy{{"*"}}, from("https://evil.example")), "*");
}

TEST(cors_policy, answers_a_preflight_with_methods_and_headers) {
  const cors_policy policy{{"https://shop.example"}};
  const auto asked = from("https://shop.example", "OPTIONS");
  EXPECT_TRUE(cors_policy::is_preflight(asked));
  http_response answer;
  policy.permit_preflight(asked, "POST, OPTIONS", answer);
  EXPECT_EQ(find_header(answer.headers, "Access-Control-Allow-Methods"), "POST, OPTIONS");
  EXPECT_NE(find_header(answer.headers, "Access-Control-Allow-Headers").find("Idempotency-Key"), std::string::npos);
  EXPECT_EQ(find_header(answer.headers, "Vary"), "Origin");
}

TEST(cors_policy, is_not_asked_by_a_plain_options) {
  http_request plain;
  plain.method = "OPTIONS";
  EXPECT_FALSE(cors_policy::is_preflight(plain));
}

} // namespace sinew::gateway
