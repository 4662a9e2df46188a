// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/gateway/served.hpp"

#include <gmock/gmock.h>

namespace sinew::gateway {

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The chunks of an event stream, as a handler writes them.
struct open_stream {
  std::promise<std::shared_ptr<http_stream>> opened;
  std::promise<void> ended;

  auto handler() -> http_handler {
    return [this](std::shared_ptr<const http_request>, const http_answer& answer) {
      answer({.status = 200, .headers = {}, .body = {}, .stream = [this](std::shared_ptr<http_stream> out) {
                out->on_end([this] { ended.set_value(); });
                opened.set_value(std::move(out));
              }});
    };
  }
  auto stream() -> std::shared_ptr<http_stream> { return opened.get_future().get(); }
  auto has_ended() -> bool {
    return ended.get_future().wait_for(std::chrono::seconds{10}) == std::future_status::ready;
  }
};

} // namespace

using http_server_test = served;

TEST_F(http_server_test, keeps_a_connection_for_many_requests) {
  start();
  auto line = wire();
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(line.ask(get), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(http_server_test, answers_requests_that_come_at_once_one_after_the_other) {
  start();
  auto line = wire();
  line.say(std::string{get} + std::string{get});
  EXPECT_THAT(line.hear_until("{}"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(line.hear_until("{}"), StartsWith("HTTP/1.1 200"));
}

TEST_F(http_server_test, hands_on_method_path_query_headers_and_body) {
  http_request got;
  handler = [&got](const std::shared_ptr<const http_request>& asked, const http_answer& answer) {
    got = *asked;
    answer({.status = 200, .headers = {}, .body = "{}", .stream = {}});
  };
  start();
  auto line = wire();
  line.ask("POST /a/b%20c?d=e&f HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 4\r\n\r\nbody");
  stop(); // and so see what its thread has written
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.path, "/a/b%20c");
  EXPECT_EQ(got.query, "d=e&f");
  EXPECT_EQ(got.header("X-a"), "1, 2");
  EXPECT_EQ(got.body, "body");
}

TEST_F(http_server_test, reads_a_body_in_chunks) {
  std::string body;
  handler = [&body](const std::shared_ptr<const http_request>& asked, const http_answer& answer) {
    body = asked->body;
    answer({.status = 200, .headers = {}, .body = "{}", .stream = {}});
  };
  start();
  auto line = wire();
  line.ask("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  stop();
  EXPECT_EQ(body, "abcde");
}

TEST_F(http_server_test, leaves_out_the_body_for_head_but_says_its_length) {
  start();
  auto line = wire();
  line.say("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const auto answer = line.hear_all();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 2\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\n"));
}

TEST_F(http_server_test, closes_where_the_client_wants_so_or_speaks_http_10) {
  start();
  for (const auto* request : {"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    auto line = wire();
    line.say(request);
    EXPECT_THAT(line.hear_all(), HasSubstr("Connection: close\r\n"));
  }
}

TEST_F(http_server_test, lets_a_client_ask_before_it_sends_its_body) {
  start();
  auto line = wire();
  line.say("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(line.hear_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(line.ask("ab"), StartsWith("HTTP/1.1 200"));
}

TEST_F(http_server_test, closes_the_connection_of_a_request_that_is_given_up) {
  handler = [](std::shared_ptr<const http_request>, http_answer) {};
  start();
  auto line = wire();
  line.say(get);
  EXPECT_EQ(line.hear_all(), "");
}

TEST_F(http_server_test, may_be_answered_after_the_client_has_gone) {
  std::promise<http_answer> owed;
  handler = [&owed](std::shared_ptr<const http_request>, http_answer answer) { owed.set_value(std::move(answer)); };
  start();
  auto line = wire();
  line.say(get);
  auto answer = owed.get_future().get();
  line.hang_up();
  on_server([&] { std::exchange(answer, nullptr)({.status = 200, .headers = {}, .body = "{}", .stream = {}}); });
}

TEST_F(http_server_test, streams_in_chunks_until_the_end) {
  open_stream open;
  handler = open.handler();
  start();
  auto line = wire();
  line.say(get);
  const auto out = open.stream();
  EXPECT_THAT(line.hear_until("\r\n\r\n"), HasSubstr("Transfer-Encoding: chunked\r\n"));
  on_server([&] { EXPECT_TRUE(out->write("hello")); });
  EXPECT_EQ(line.hear_until("hello\r\n"), "5\r\nhello\r\n");
  on_server([&] {
    EXPECT_TRUE(out->write("bye"));
    out->end();
    EXPECT_FALSE(out->write("more"));
  });
  EXPECT_EQ(line.hear_all(), "3\r\nbye\r\n0\r\n\r\n");
}

TEST_F(http_server_test, tells_the_writer_of_a_stream_that_its_reader_is_gone) {
  open_stream open;
  handler = open.handler();
  start();
  auto line = wire();
  line.say(get);
  const auto out = open.stream();
  line.hang_up();
  EXPECT_TRUE(open.has_ended());
  on_server([&] { EXPECT_FALSE(out->write("anybody?")); });
}

TEST_F(http_server_test, gives_up_a_reader_that_is_too_slow_for_its_stream) {
  open_stream open;
  handler = open.handler();
  start({.stream_backlog = 1024});
  auto line = wire();
  line.say(get);
  const auto out = open.stream();
  bool taken = true;
  on_server([&] {
    for (int i = 0; i < 100 && taken; ++i)
      taken = out->write(std::string(1000, 'x'));
  });
  EXPECT_FALSE(taken);
  EXPECT_TRUE(open.has_ended());
}

TEST_F(http_server_test, drains_by_closing_the_idle_answering_the_asked_and_ending_streams) {
  std::promise<http_answer> owed;
  open_stream open;
  handler = [&, streams = open.handler()](std::shared_ptr<const http_request> asked, http_answer answer) {
    if (asked->path == "/stream")
      return streams(std::move(asked), std::move(answer));
    if (asked->path == "/slow")
      return owed.set_value(std::move(answer));
    answer({.status = 200, .headers = {}, .body = "{}", .stream = {}});
  };
  start();
  auto idle = wire();
  auto asked = wire();
  auto streaming = wire();
  EXPECT_THAT(idle.ask(get), HasSubstr("200"));
  asked.say("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  streaming.say("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto answer = owed.get_future().get();
  (void)open.stream();
  std::promise<void> drained;
  auto empty = drained.get_future();
  on_server([&] { server().drain([&] { drained.set_value(); }); });
  EXPECT_EQ(idle.hear_all(), "");
  EXPECT_TRUE(open.has_ended());
  EXPECT_THAT(streaming.hear_all(), testing::EndsWith("0\r\n\r\n"));
  EXPECT_NE(empty.wait_for(std::chrono::seconds{0}), std::future_status::ready) << "one is owed an answer";
  on_server([&] { std::exchange(answer, nullptr)({.status = 200, .headers = {}, .body = "{}", .stream = {}}); });
  EXPECT_THAT(asked.hear_all(), HasSubstr("Connection: close\r\n"));
  asked.hang_up();
  EXPECT_EQ(empty.wait_for(std::chrono::seconds{10}), std::future_status::ready);
}

} // namespace sinew::gateway
