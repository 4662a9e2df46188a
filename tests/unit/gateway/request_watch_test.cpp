// SPDX-License-Identifier: Apache-2.0
#include "gateway/request_watch.hpp"

#include "tests/support/recorded_spans.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using sinew::gateway::http_request;
using sinew::gateway::request_watch;
using ::testing::HasSubstr;

constexpr std::string_view traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

auto asked(std::string_view trace = {}) -> http_request {
  http_request request{.method = "GET", .path = "/v1/orders/o-1", .query = {}, .headers = {}, .body = {}};
  if (!trace.empty())
    request.headers.push_back({"traceparent", std::string{trace}});
  return request;
}

auto new_id() -> sinew::uuid {
  return {7, 8};
}

class request_watch_test : public testing::Test {
 protected:
  test::recorded_spans told;
  sinew::gateway::gateway_figures figures;

  auto watch(const http_request& request) -> request_watch {
    return request_watch{{.traces = &told, .figures = &figures}, request, new_id};
  }
};

TEST_F(request_watch_test, begins_a_trace_or_takes_up_the_clients) {
  auto own = watch(asked());
  own.serve_by("/v1/orders/{id}");
  own.end(asked(), 200);
  auto taken_up = watch(asked(traceparent));
  taken_up.end(asked(traceparent), 200);
  ASSERT_EQ(told.all.size(), 2U);
  EXPECT_EQ(told.all[0].self.trace, new_id());
  EXPECT_EQ(told.all[0].parent, 0U);
  EXPECT_EQ(told.all[0].name, "GET /v1/orders/{id}");
  EXPECT_EQ(own.handed_on(), to_traceparent(told.all[0].self));
  EXPECT_EQ(told.all[1].self.trace, sinew::parse_traceparent(traceparent)->trace);
  EXPECT_EQ(told.all[1].parent, sinew::parse_traceparent(traceparent)->span);
  EXPECT_NE(taken_up.handed_on(), traceparent); // what follows hangs below the request, not beside it
}

TEST_F(request_watch_test, says_of_what_is_not_recorded_that_it_is_not) {
  told.samples_all = false;
  auto own = watch(asked());
  own.end(asked(), 200);
  EXPECT_TRUE(told.all.empty());
  EXPECT_THAT(own.handed_on(), HasSubstr("-00"));
  EXPECT_FALSE(sinew::parse_traceparent(own.handed_on())->sampled);
  auto taken_up = watch(asked(traceparent)); // its client has drawn already
  taken_up.end(asked(traceparent), 200);
  EXPECT_EQ(told.all.size(), 1U);
}

TEST_F(request_watch_test, takes_a_damaged_traceparent_for_none) {
  auto own = watch(asked("00-garbage"));
  own.end(asked("00-garbage"), 200);
  EXPECT_EQ(told.all.at(0).self.trace, new_id());
}

TEST_F(request_watch_test, where_nobody_traces_hands_on_what_is_a_traceparent) {
  const request_watch good{{}, asked(traceparent), new_id};
  EXPECT_EQ(good.handed_on(), traceparent);
  const request_watch bad{{}, asked("00-garbage"), new_id};
  EXPECT_EQ(bad.handed_on(), "");
}

TEST_F(request_watch_test, tells_the_times_of_who_asks_for_them) {
  auto timed = watch(asked());
  const auto times = timed.time();
  EXPECT_NE(times->asked, sinew::timestamp{});
  sinew::gateway::http_response answer;
  timed.tell_times(answer);
  ASSERT_EQ(answer.headers.size(), 1U);
  EXPECT_EQ(answer.headers[0].name, "Server-Timing");
  EXPECT_THAT(answer.headers[0].value, testing::StartsWith("gateway;dur=0."));
  const auto untimed = watch(asked());
  sinew::gateway::http_response plain;
  untimed.tell_times(plain);
  EXPECT_TRUE(plain.headers.empty());
}

TEST_F(request_watch_test, calls_its_own_failures_failures) {
  auto good = watch(asked());
  good.end(asked(), 404);
  auto bad = watch(asked());
  bad.end(asked(), 503);
  EXPECT_EQ(told.all.at(0).failure, "");
  EXPECT_EQ(told.all.at(1).failure, "answered 503");
}

TEST_F(request_watch_test, counts_nothing_by_what_strangers_choose) {
  auto request = asked();
  request.method = "GARBAGE";
  auto lost = watch(request);
  lost.end(request, 404);
  sinew::metric_page page;
  figures.write(page);
  EXPECT_THAT(page.take(), HasSubstr(R"(sinew_http_requests_total{method="any",route="none",status="4xx"} 1)"));
}

} // namespace
