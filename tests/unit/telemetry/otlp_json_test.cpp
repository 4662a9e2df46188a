// SPDX-License-Identifier: Apache-2.0
#include "telemetry/otlp_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using sinew::from_unix_ns;
using sinew::span;

auto sample() -> span {
  return {.self = {{0xa, 0xb}, 0xc, true},
          .parent = 0xd,
          .name = "order.place",
          .as = span::role::server,
          .start = from_unix_ns(1'000),
          .end = from_unix_ns(3'000),
          .attributes = {{"text", std::string{"o-1"}}, {"count", std::int64_t{7}}, {"flag", true}},
          .moments = {{"decided", from_unix_ns(2'000)}},
          .links = {{{1, 2}, 3, true}},
          .failure = {}};
}

auto written(const span& s) -> json {
  const auto whole = json::parse(sinew::to_otlp_json({"order", "order-1", "0.1"}, {s}));
  return whole["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
}

TEST(otlp_json, writes_a_span_as_the_protocol_wants_it) {
  EXPECT_EQ(written(sample()), json::parse(R"({
    "traceId": "000000000000000a000000000000000b", "spanId": "000000000000000c", "parentSpanId": "000000000000000d",
    "flags": 1, "name": "order.place", "kind": 2, "startTimeUnixNano": "1000", "endTimeUnixNano": "3000",
    "attributes": [{"key": "text", "value": {"stringValue": "o-1"}}, {"key": "count", "value": {"intValue": "7"}},
                   {"key": "flag", "value": {"boolValue": true}}],
    "events": [{"timeUnixNano": "2000", "name": "decided"}],
    "links": [{"traceId": "00000000000000010000000000000002", "spanId": "0000000000000003"}]})"));
}

TEST(otlp_json, says_whose_spans_they_are) {
  const auto whole = json::parse(sinew::to_otlp_json({"order", "order-1", "0.1"}, {sample(), sample()}));
  EXPECT_EQ(whole["resourceSpans"].size(), 1U);
  EXPECT_EQ(whole["resourceSpans"][0]["scopeSpans"][0]["spans"].size(), 2U);
  EXPECT_EQ(whole["resourceSpans"][0]["resource"]["attributes"][0],
            json::parse(R"({"key": "service.name", "value": {"stringValue": "order"}})"));
}

TEST(otlp_json, of_a_root_names_no_parent_and_of_a_failure_the_reason) {
  auto s = sample();
  s.parent = 0;
  s.failure = "retry: overloaded";
  const auto told = written(s);
  EXPECT_FALSE(told.contains("parentSpanId"));
  EXPECT_EQ(told["status"], json::parse(R"({"code": 2, "message": "retry: overloaded"})"));
}

TEST(otlp_json, mends_text_that_is_none) {
  auto s = sample();
  s.name = "bad \xff name";
  EXPECT_EQ(written(s)["name"], "bad \xef\xbf\xbd name");
}

TEST(otlp_json, reads_how_many_were_not_taken) {
  EXPECT_EQ(sinew::rejected_spans(R"({"partialSuccess":{"rejectedSpans":"3","errorMessage":"x"}})"), 3U);
  EXPECT_EQ(sinew::rejected_spans(R"({"partialSuccess":{"rejectedSpans":4}})"), 4U);
  for (const auto* none : {"", "{}", "garbage", R"({"partialSuccess":7})", R"({"partialSuccess":{}})", "[]"})
    EXPECT_EQ(sinew::rejected_spans(none), 0U) << none;
}

} // namespace
