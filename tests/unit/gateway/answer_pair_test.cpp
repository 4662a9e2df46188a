// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/answer_pair.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto answer(unsigned status, std::string body = "{}") -> http_response {
  return {.status = status, .headers = {}, .body = std::move(body), .stream = {}};
}

class answer_pair_test : public testing::Test {
 protected:
  parity_report report{from_unix_ns(0)};
  std::vector<std::string> heard; // by the client
  int seats = 1;

  auto pair(http_side answering) -> std::shared_ptr<answer_pair> {
    return std::make_shared<answer_pair>(answer_pair::terms{
        .what = {.method = "GET", .path = "/v1/orders/o-1", .id = "o-1", .when = from_unix_ns(1'000'000'000)},
        .answering = answering,
        .ignore = {"/position"},
        .client = [this](const http_response& got) { heard.push_back(std::to_string(got.status) + " " + got.body); },
        .judged =
            [this](parity how, compared_request what, auto difference) {
              difference ? report.add(std::move(what), std::move(*difference)) : report.count(how);
            },
        .seat = {nullptr, [this](void*) { --seats; }}});
  }
};

} // namespace

TEST_F(answer_pair_test, gives_the_client_the_answer_that_counts_as_soon_as_it_is_there) {
  const auto two = pair(http_side::modern);
  two->take(http_side::modern, answer(200, R"({"a":1})"));
  EXPECT_EQ(heard, std::vector<std::string>{R"(200 {"a":1})"});
  two->take(http_side::legacy, answer(500, "broken"));
  EXPECT_EQ(heard.size(), 1U);
  EXPECT_EQ(report.to_json()["different"], 1);
}

TEST_F(answer_pair_test, waits_for_the_answer_that_counts_when_the_other_is_first) {
  const auto two = pair(http_side::legacy);
  two->take(http_side::modern, answer(200));
  EXPECT_TRUE(heard.empty());
  two->take(http_side::legacy, answer(404, ""));
  EXPECT_EQ(heard, std::vector<std::string>{"404 "});
}

TEST_F(answer_pair_test, compares_without_what_is_ignored) {
  const auto two = pair(http_side::legacy);
  two->take(http_side::legacy, answer(200, R"({"position":1,"a":1})"));
  two->take(http_side::modern, answer(200, R"({"a":1,"position":2})"));
  const auto told = report.to_json();
  EXPECT_EQ(told["equal"], 1);
  EXPECT_EQ(told["compared"], 1);
  EXPECT_TRUE(told["differences"].empty());
}

TEST_F(answer_pair_test, compares_nothing_with_a_side_that_cannot_answer) {
  for (const auto status : {502U, 503U, 504U}) {
    pair(http_side::modern)->take(http_side::legacy, answer(status));
    const auto failed = pair(http_side::modern);
    failed->take(http_side::legacy, answer(status));
    failed->take(http_side::modern, answer(200));
  }
  const auto other = pair(http_side::legacy);
  other->take(http_side::legacy, answer(200));
  other->take(http_side::modern, answer(503));
  const auto told = report.to_json();
  EXPECT_EQ(told["legacy_failed"], 3);
  EXPECT_EQ(told["new_failed"], 1);
  EXPECT_EQ(told["compared"], 0);
}

TEST_F(answer_pair_test, gives_its_seat_back_however_it_ends) {
  pair(http_side::legacy)->take(http_side::modern, answer(200));
  EXPECT_EQ(seats, 0);
}

TEST(parity_report, tells_the_newest_difference_first_and_forgets_the_oldest) {
  parity_report report{from_unix_ns(0)};
  for (std::size_t n = 0; n <= parity_report::most_kept; ++n)
    report.add({.method = "GET", .path = "/v1/orders/" + std::to_string(n), .id = std::to_string(n)},
               {.legacy_status = 200, .modern_status = 404, .members = {{"/a", 1, std::nullopt}}});
  const auto told = report.to_json();
  EXPECT_EQ(told["different"], parity_report::most_kept + 1);
  ASSERT_EQ(told["differences"].size(), parity_report::most_kept);
  EXPECT_EQ(told["differences"].front().dump(),
            R"({"when":"1970-01-01T00:00:00.000Z","method":"GET","path":"/v1/orders/100","id":"100",)"
            R"("status":{"legacy":200,"new":404},"members":[{"pointer":"/a","legacy":1}]})");
  EXPECT_EQ(told["differences"].back()["id"], "1");
}

} // namespace sinew::gateway
