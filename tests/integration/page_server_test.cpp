// SPDX-License-Identifier: Apache-2.0
#include "telemetry/page_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using sinew::page_server;
using sinew::watch_page;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Pages of a process that answers at once, but for what hangs, and once only for what is told twice.
void tell(const std::string& path, const page_server::teller& to) {
  if (path == "/hangs")
    return;
  if (path == "/nothing")
    return to(nullptr);
  to(std::make_unique<watch_page>(watch_page{200, "text/plain", "page of " + path + "\n"}));
  if (path == "/twice")
    to(std::make_unique<watch_page>(watch_page{200, "text/plain", "once more\n"}));
}

class page_server_test : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = page_server::listen("127.0.0.1", 0, tell);
    ASSERT_TRUE(opened) << opened.error().what;
    server = std::move(*opened);
  }

  /// All that is answered to these bytes until the server closes.
  auto ask(const std::string& request) const -> std::string {
    asio::io_context io;
    tcp::socket socket{io};
    socket.connect({asio::ip::make_address("127.0.0.1"), server->port()});
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(answer), end);
    return answer;
  }
  auto get(const std::string& target) const -> std::string {
    return ask("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  std::unique_ptr<page_server> server;
};

TEST_F(page_server_test, shows_what_is_told) {
  EXPECT_THAT(get("/metrics?name=x"), HasSubstr("page of /metrics\n"));
  EXPECT_THAT(get("/nothing"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(get("/twice"), testing::Not(HasSubstr("once more")));
}

TEST_F(page_server_test, serves_several_requests_of_one_connection) {
  const auto answers =
      ask("GET /a HTTP/1.1\r\nHost: x\r\n\r\nHEAD /b HTTP/1.1\r\nHost: x\r\n\r\n"
          "GET /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answers, HasSubstr("page of /a\n"));
  EXPECT_THAT(answers, testing::Not(HasSubstr("page of /b\n")));
  EXPECT_THAT(answers, HasSubstr("page of /c\n"));
}

TEST_F(page_server_test, says_so_when_the_process_does_not_answer) {
  EXPECT_THAT(get("/hangs"), StartsWith("HTTP/1.1 503"));
}

TEST_F(page_server_test, serves_only_get) {
  EXPECT_THAT(ask("DELETE /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 405"));
}

TEST_F(page_server_test, survives_what_is_no_http) {
  EXPECT_EQ(ask("garbage\r\n\r\n"), "");
  EXPECT_THAT(get("/metrics"), StartsWith("HTTP/1.1 200"));
}

TEST_F(page_server_test, tells_when_its_port_is_taken) {
  const auto second = page_server::listen("127.0.0.1", server->port(), tell);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, sinew::errc::unavailable);
  EXPECT_THAT(second.error().what, HasSubstr(std::to_string(server->port())));
  EXPECT_FALSE(page_server::listen("no address", 0, tell));
}

} // namespace
