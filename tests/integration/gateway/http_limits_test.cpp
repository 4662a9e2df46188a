// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/gateway/served.hpp"

#include <gmock/gmock.h>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

auto refused(std::string_view status) {
  return AllOf(StartsWith("HTTP/1.1 " + std::string{status}), HasSubstr("Connection: close\r\n"),
               HasSubstr("application/problem+json"));
}

} // namespace

/// What a client may not do: each is told, and ends the connection.
using http_limits_test = served;

TEST_F(http_limits_test, refuses_a_header_that_is_too_large) {
  start();
  auto line = wire();
  line.say("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(17 * 1024, 'x') + "\r\n\r\n");
  EXPECT_THAT(line.hear_all(), refused("431"));
}

TEST_F(http_limits_test, refuses_a_header_without_an_end) {
  start();
  auto line = wire();
  line.say("GET /" + std::string(100 * 1024, 'x'));
  EXPECT_THAT(line.hear_all(), refused("431"));
}

TEST_F(http_limits_test, refuses_more_header_lines_than_anybody_needs) {
  start();
  auto line = wire();
  std::string request = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 101; ++i)
    request += "A: b\r\n";
  line.say(request + "\r\n");
  EXPECT_THAT(line.hear_all(), refused("431"));
}

TEST_F(http_limits_test, refuses_a_body_that_is_too_large_before_it_comes) {
  start({.body_size = 100});
  auto line = wire();
  line.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n");
  EXPECT_THAT(line.hear_all(), refused("413"));
}

TEST_F(http_limits_test, refuses_a_body_that_grows_too_large) {
  start({.body_size = 100});
  auto line = wire();
  line.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x'));
  EXPECT_THAT(line.hear_all(), refused("413"));
}

TEST_F(http_limits_test, holds_only_so_many_bodies_at_once) {
  start({.body_size = 100, .bodies_size = 150});
  constexpr std::string_view announced =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n";
  auto first = wire();
  first.say(announced);
  EXPECT_THAT(first.hear_until("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  auto second = wire();
  second.say(announced);
  EXPECT_THAT(second.hear_all(), refused("503"));
  EXPECT_THAT(first.ask(std::string(100, 'x')), StartsWith("HTTP/1.1 200"));
  auto third = wire();
  third.say(announced);
  EXPECT_THAT(third.hear_until("\r\n\r\n"), StartsWith("HTTP/1.1 100")) << "there is room again";
}

TEST_F(http_limits_test, waits_only_so_long_for_a_header) {
  start({.header_time = 50ms});
  auto line = wire();
  line.say("GET / HTTP/1.1\r\nHost:");
  EXPECT_THAT(line.hear_all(), refused("408"));
}

TEST_F(http_limits_test, waits_only_so_long_for_a_body) {
  start({.body_time = 50ms});
  auto line = wire();
  line.say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf");
  EXPECT_THAT(line.hear_all(), refused("408"));
}

TEST_F(http_limits_test, closes_a_connection_that_asks_nothing) {
  start({.idle_time = 50ms});
  auto line = wire();
  EXPECT_EQ(line.hear_all(), "");
}

TEST_F(http_limits_test, turns_away_who_comes_when_too_many_are_there) {
  start({.connections = 2});
  auto first = wire();
  auto second = wire();
  first.ask(get);
  second.ask(get);
  auto third = wire();
  const auto answer = third.hear_all();
  EXPECT_THAT(answer, refused("503"));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(first.ask(get), StartsWith("HTTP/1.1 200"));
}

TEST_F(http_limits_test, refuses_what_is_no_http) {
  start();
  for (const auto* garbage :
       {"\r\n\r\n\r\n", "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", "GET /\x01 HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    auto line = wire();
    line.say(garbage);
    EXPECT_THAT(line.hear_all(), refused("400")) << garbage;
  }
}

TEST_F(http_limits_test, refuses_a_body_in_a_coding_that_it_does_not_know) {
  start();
  auto line = wire();
  line.say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\nabc");
  EXPECT_THAT(line.hear_all(), refused("400"));
}

TEST_F(http_limits_test, refuses_an_expectation_that_it_does_not_know) {
  start();
  auto line = wire();
  line.say("POST / HTTP/1.1\r\nHost: h\r\nExpect: a-miracle\r\nContent-Length: 1\r\n\r\n");
  EXPECT_THAT(line.hear_all(), refused("417"));
}

} // namespace sinew::gateway
