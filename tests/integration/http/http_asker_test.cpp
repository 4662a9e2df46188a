// SPDX-License-Identifier: Apache-2.0
#include "http/http_asker.hpp"

#include "tests/integration/http/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include <optional>

namespace sinew {

namespace {

using namespace std::chrono_literals;
using kind = http_failure::kind;

const std::string good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Mark: a\r\n\r\n{}";

class http_asker_test : public testing::Test {
 protected:
  auto ask(std::uint16_t port, std::string method = "GET", std::chrono::milliseconds patience = 10s) -> http_outcome {
    std::optional<http_outcome> heard;
    asker.send({.where = {.host = "127.0.0.1", .port = std::to_string(port), .path = {}},
                .method = std::move(method),
                .target = "/v1/x",
                .headers = {},
                .body = {}},
               std::chrono::steady_clock::now() + patience, [&heard](http_outcome got) { heard = std::move(got); });
    EXPECT_FALSE(heard) << "never from inside the call";
    io.restart();
    while (!heard && io.run_one_for(20s) > 0) {
    }
    return heard.value_or(tl::unexpected{http_failure{kind::late, "the asker itself never answered"}});
  }

  auto failure(std::uint16_t port, std::string method = "GET", std::chrono::milliseconds patience = 10s)
      -> std::optional<kind> {
    const auto got = ask(port, std::move(method), patience);
    return got ? std::nullopt : std::optional{got.error().how};
  }

  boost::asio::io_context io{1};
  http_asker asker{io, {.header_size = 4096, .body_size = 10'000}};
};

} // namespace

TEST_F(http_asker_test, hands_on_status_headers_and_body) {
  scripted_server server{{{"HTTP/1.1 404 No\r\nContent-Length: 4\r\nX-Mark: a\r\n\r\nnone"}}};
  const auto got = ask(server.port());
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_EQ(got->status, 404U);
  EXPECT_EQ(got->body, "none");
  EXPECT_EQ(find_header(got->headers, "x-mark"), "a");
}

TEST_F(http_asker_test, reads_bodies_however_they_end) {
  scripted_server chunks{{{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"}}};
  EXPECT_EQ(ask(chunks.port())->body, "abcd");
  scripted_server until_close{{{.answer = "HTTP/1.0 200 OK\r\n\r\nabcde", .closes = true}}};
  EXPECT_EQ(ask(until_close.port())->body, "abcde");
}

TEST_F(http_asker_test, keeps_connections_for_what_can_be_repeated) {
  scripted_server server{{{good}}};
  for (const auto* method : {"GET", "PUT", "DELETE"})
    EXPECT_TRUE(ask(server.port(), method));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(http_asker_test, asks_once_more_when_a_kept_connection_was_closed_meanwhile) {
  scripted_server server{{{good}, {.answer = "", .closes = true}, {good}}};
  EXPECT_TRUE(ask(server.port()));
  EXPECT_TRUE(ask(server.port()));
  EXPECT_EQ(server.requests(), 3);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(http_asker_test, never_sends_twice_what_may_not_be_repeated) {
  scripted_server server{{{.answer = good, .closes = true}, {.answer = "", .closes = true}, {good}}};
  EXPECT_TRUE(ask(server.port(), "POST"));
  EXPECT_EQ(failure(server.port(), "POST"), kind::broken);
  EXPECT_EQ(server.requests(), 2);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(http_asker_test, says_when_nobody_is_there) {
  const auto port = scripted_server{{{good}}}.port(); // and gone again
  EXPECT_EQ(failure(port), kind::unreachable);
}

TEST_F(http_asker_test, says_when_an_answer_breaks_off) {
  scripted_server server{{{.answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .closes = true}}};
  EXPECT_EQ(failure(server.port()), kind::broken);
}

TEST_F(http_asker_test, says_when_an_answer_is_none) {
  for (const auto& nonsense :
       {std::string{"SSH-2.0-OpenSSH\r\n\r\n"}, std::string{"HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n"},
        std::string{"HTTP/1.1 101 Switching Protocols\r\n\r\n"},
        "HTTP/1.1 200 OK\r\nX: " + std::string(5'000, 'x') + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n" + std::string(10'001, 'x'),
        "HTTP/1.1 200 OK\r\n\r\n" + std::string(20'000, 'x')}) {
    scripted_server server{{{.answer = nonsense, .closes = true}}};
    EXPECT_EQ(failure(server.port()), kind::nonsense) << nonsense.substr(0, 50);
  }
}

TEST_F(http_asker_test, waits_no_longer_than_it_is_told) {
  scripted_server server{{{.answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .hangs = true}}};
  EXPECT_EQ(failure(server.port(), "GET", 50ms), kind::late);
}

TEST_F(http_asker_test, waits_for_the_answer_that_others_announce) {
  scripted_server server{{{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + good}}};
  EXPECT_EQ(ask(server.port())->status, 200U);
  std::string endless;
  for (int i = 0; i < 20; ++i)
    endless += "HTTP/1.1 103 Early Hints\r\n\r\n";
  scripted_server chatter{{{endless}}};
  EXPECT_EQ(failure(chatter.port()), kind::nonsense);
}

TEST_F(http_asker_test, keeps_no_connection_on_which_more_came_than_the_answer) {
  scripted_server server{{{good + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake"}, {good}}};
  EXPECT_EQ(ask(server.port())->body, "{}");
  EXPECT_EQ(ask(server.port())->body, "{}");
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(http_asker_test, finds_a_name_without_waiting_for_it) {
  scripted_server server{{{good}}};
  std::optional<http_outcome> heard;
  asker.send({.where = {.host = "localhost", .port = std::to_string(server.port()), .path = {}},
              .method = "GET",
              .target = "/",
              .headers = {},
              .body = {}},
             std::chrono::steady_clock::now() + 10s, [&heard](http_outcome got) { heard = std::move(got); });
  while (!heard && io.run_one_for(20s) > 0) {
  }
  ASSERT_TRUE(heard && *heard);
}

} // namespace sinew
