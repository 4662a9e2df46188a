// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/http_head.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

constexpr auto then = timestamp{std::chrono::seconds{784'111'777}};

auto text(const http_response& of, head_facts facts) -> std::string {
  facts.now = then;
  return head_text(of, facts);
}

} // namespace

TEST(http_head, has_status_date_headers_and_length) {
  const http_response answer{.status = 202, .headers = {{"Location", "/v1/orders/o-1"}}, .body = "{}", .stream = {}};
  EXPECT_EQ(text(answer, {.length = 2}),
            "HTTP/1.1 202 Accepted\r\n"
            "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "Location: /v1/orders/o-1\r\n"
            "Content-Length: 2\r\n\r\n");
}

TEST(http_head, says_when_the_connection_closes_and_to_http_10_when_it_does_not) {
  EXPECT_NE(text({}, {.keep_alive = false}).find("Connection: close\r\n"), std::string::npos);
  EXPECT_EQ(text({}, {}).find("Connection"), std::string::npos);
  EXPECT_NE(text({}, {.is_http_10 = true}).find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(http_head, says_nothing_of_a_length_where_there_is_no_body) {
  EXPECT_EQ(text({.status = 204}, {.framing = body_framing::none}).find("Content-Length"), std::string::npos);
  EXPECT_NE(text({}, {.framing = body_framing::chunked}).find("Transfer-Encoding: chunked\r\n"), std::string::npos);
}

TEST(http_head, lets_no_value_begin_another_line) {
  const http_response sly{.status = 200, .headers = {{"Location", "/x\r\nSet-Cookie: a=b"}}, .body = {}, .stream = {}};
  EXPECT_EQ(text(sly, {}).find("\nSet-Cookie"), std::string::npos);
}

TEST(http_head, frames_a_chunk_by_its_size) {
  EXPECT_EQ(chunk_of("hello, chunked world"), "14\r\nhello, chunked world\r\n");
}

} // namespace sinew::gateway
