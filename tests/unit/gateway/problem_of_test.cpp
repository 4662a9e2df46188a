// SPDX-License-Identifier: Apache-2.0
#include "gateway/problem_of.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sinew::gateway {

namespace {

auto answered(wire::Outcome outcome, std::string reason, std::chrono::milliseconds retry_after = {}) -> receipt {
  receipt r;
  r.outcome = outcome;
  r.reason = std::move(reason);
  r.retry_after = retry_after;
  return r;
}

} // namespace

TEST(problem, tells_each_error_by_the_status_that_clients_expect) {
  const auto status = [](errc code) { return problem_of(error{code, "x"}).status; };
  EXPECT_EQ(status(errc::invalid_input), 400U);
  EXPECT_EQ(status(errc::not_found), 404U);
  EXPECT_EQ(status(errc::conflict), 409U);
  EXPECT_EQ(status(errc::unknown_type), 502U);
  EXPECT_EQ(status(errc::rejected_by_broker), 502U);
  EXPECT_EQ(status(errc::overloaded), 503U);
  EXPECT_EQ(status(errc::unavailable), 503U);
  EXPECT_EQ(status(errc::outcome_unknown), 504U);
  EXPECT_EQ(status(errc::deadline_exceeded), 504U);
  EXPECT_EQ(status(errc::system_failure), 500U);
}

TEST(problem, says_when_to_try_again_where_that_helps) {
  EXPECT_TRUE(problem_of(error{errc::unavailable, "x"}).retry_after);
  EXPECT_TRUE(problem_of(error{errc::outcome_unknown, "x"}).retry_after);
  EXPECT_FALSE(problem_of(error{errc::invalid_input, "x"}).retry_after);
  EXPECT_EQ(problem_of(answered(wire::Outcome::retry, "full", std::chrono::milliseconds{2'300})).retry_after,
            std::chrono::seconds{3});
}

TEST(problem, keeps_what_is_wrong_inside_to_itself) {
  EXPECT_EQ(problem_of(error{errc::system_failure, "/var/secret: no space"}).detail.find("secret"), std::string::npos);
  EXPECT_EQ(problem_of(error{errc::rejected_by_broker, "EVT_ORDER: …"}).detail.find("EVT_ORDER"), std::string::npos);
}

TEST(problem, names_the_field_at_fault) {
  EXPECT_EQ(field_in("lines[0].quantity: expected a whole number"), "lines[0].quantity");
  EXPECT_EQ(field_in("quantity must be 1 to 5, not 0"), "quantity");
  EXPECT_EQ(field_in("customer is missing"), "customer");
  EXPECT_EQ(field_in("the data: expected an object"), "");
  EXPECT_EQ(field_in("no JSON: mistake at column 7"), "");
  EXPECT_EQ(field_in(""), "");
  EXPECT_EQ(problem_of(error{errc::invalid_input, "customer: is missing in OrderPlace"}).field, "customer");
  EXPECT_EQ(problem_of(answered(wire::Outcome::invalid, "invalid_input: lines[2].quantity must be 1 to 9")).field,
            "lines[2].quantity");
}

TEST(problem, tells_a_refusal_by_its_name_as_a_conflict) {
  const auto told = problem_of(answered(wire::Outcome::refused, "already_confirmed"));
  EXPECT_EQ(told.status, 409U);
  EXPECT_EQ(told.code, "already_confirmed");
}

TEST(problem, tells_a_command_that_came_too_late_as_a_timeout) {
  const auto told = problem_of(answered(wire::Outcome::refused, "deadline_exceeded"));
  EXPECT_EQ(told.status, 504U);
  EXPECT_TRUE(told.retry_after);
}

TEST(problem, is_written_as_rfc_9457_has_it) {
  const auto response =
      to_response({422, "invalid_input", "quantity must be 1", "quantity", std::chrono::seconds{2}}, "/v1/orders");
  EXPECT_EQ(response.status, 422U);
  EXPECT_EQ(find_header(response.headers, "content-type"), "application/problem+json");
  EXPECT_EQ(find_header(response.headers, "Retry-After"), "2");
  const auto body = nlohmann::json::parse(response.body);
  EXPECT_EQ(body, (nlohmann::json{{"type", "urn:sinew:problem:invalid_input"},
                                  {"title", "Unprocessable Content"},
                                  {"status", 422},
                                  {"detail", "quantity must be 1"},
                                  {"instance", "/v1/orders"},
                                  {"field", "quantity"}}));
}

TEST(problem, quotes_even_what_is_no_text) {
  const auto response = to_response({404, "not_found", "no \xff\xfe here"}, "/\xc3");
  EXPECT_TRUE(nlohmann::json::accept(response.body));
}

} // namespace sinew::gateway
