// SPDX-License-Identifier: Apache-2.0

// The sandbox as a program: what it makes of hostile input, of its files, and of its options.

#include "tests/integration/sandbox_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <csignal>
#include <fstream>
#include <random>

namespace shop {
namespace {

using testing::sandbox_process;
using verb = http_request::verb;

const std::string good_charge = R"({"amount":1200,"currency":"EUR","card":"4242424242424242"})";

class sandbox_program : public testing::sandbox_test {
 protected:
  auto status_of(const sandbox_process& sandbox, verb what, const std::string& path, const std::string& body)
      -> unsigned {
    return ask(sandbox.url(), {what, path, body}).status;
  }

  /// What a connection gets back for these bytes before it is closed.
  static auto raw_answer(const sandbox_process& sandbox, std::string_view bytes) -> std::string {
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<std::uint16_t>(std::stoi(sandbox.port())));
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(connection, reinterpret_cast<const sockaddr*>(&where), sizeof where), 0);
    (void)!send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    shutdown(connection, SHUT_WR);
    std::string answer;
    char next = 0;
    while (recv(connection, &next, 1, 0) == 1)
      answer += next;
    close(connection);
    return answer;
  }
};

TEST_F(sandbox_program, says_what_is_wrong_with_a_request) {
  const sandbox_process sandbox;
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", "{not json"), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", "[]"), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", R"({"amount":"1","currency":"EUR","card":"1"})"), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", R"({"amount":-1,"currency":"EUR","card":"1"})"), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", R"({"amount":1,"currency":"EUR","card":5})"), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/bookings/o-1", R"({"postcode":12345})"), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o.1", good_charge), 400U);
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/", good_charge), 400U);
  EXPECT_EQ(status_of(sandbox, verb::get, "/v1/charges/o-1", {}), 405U);
  EXPECT_EQ(status_of(sandbox, verb::get, "/", {}), 404U);
  EXPECT_EQ(list(sandbox.url(), "charges")["charges"], nlohmann::json::array());
}

TEST_F(sandbox_program, does_not_charge_another_amount_under_the_same_id) {
  const sandbox_process sandbox;
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", good_charge), 200U);
  EXPECT_EQ(
      status_of(sandbox, verb::put, "/v1/charges/o-1", R"({"amount":1300,"currency":"EUR","card":"4242424242424242"})"),
      409U);
}

TEST_F(sandbox_program, limits_headers_and_bodies) {
  const sandbox_process sandbox;
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", std::string(17 * 1024, ' ')), 413U);
  const auto long_header = "GET /v1/charges HTTP/1.1\r\nX: " + std::string(9 * 1024, 'x') + "\r\n\r\n";
  EXPECT_EQ(raw_answer(sandbox, long_header).substr(0, 12), "HTTP/1.1 431");
}

TEST_F(sandbox_program, survives_what_is_no_http) {
  const sandbox_process sandbox;
  EXPECT_EQ(raw_answer(sandbox, "hello\r\n\r\n").substr(0, 12), "HTTP/1.1 400");
  std::mt19937 chance{8421};
  for (int i = 0; i < 50; ++i) {
    std::string garbage;
    for (auto length = chance() % 3000; length > 0; --length)
      garbage += static_cast<char>(chance());
    raw_answer(sandbox, garbage);
    raw_answer(sandbox, "PUT /v1/charges/o-1 HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + garbage.substr(0, 99));
  }
  EXPECT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-2", good_charge), 200U);
}

TEST_F(sandbox_program, tolerates_a_torn_last_line_in_its_journal) {
  const testing::temporary_directory memory;
  {
    const sandbox_process sandbox{memory.path()};
    ASSERT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-1", good_charge), 200U);
  }
  std::ofstream{memory.path() / "sandbox.jsonl", std::ios::app} << R"({"trade":"charges","id":"o-2","is":"gra)";
  for (int life = 0; life < 2; ++life) {
    const sandbox_process sandbox{memory.path()};
    const auto all = list(sandbox.url(), "charges")["charges"];
    EXPECT_EQ(all.size(), static_cast<std::size_t>(1 + life));
    ASSERT_EQ(status_of(sandbox, verb::put, "/v1/charges/o-3", good_charge), 200U);
  }
}

TEST_F(sandbox_program, refuses_a_journal_that_is_damaged_elsewhere_or_in_use) {
  const testing::temporary_directory memory;
  {
    const sandbox_process sandbox{memory.path()};
    EXPECT_EQ(testing::sandbox_exit_code("--data-dir", memory.path().string()), 2);
  }
  std::ofstream{memory.path() / "sandbox.jsonl"} << "garbage\n";
  EXPECT_EQ(testing::sandbox_exit_code("--data-dir", memory.path().string()), 2);
}

TEST_F(sandbox_program, ends_with_2_when_its_environment_is_at_fault) {
  const sandbox_process sandbox;
  EXPECT_EQ(testing::sandbox_exit_code("--port", sandbox.port()), 2);
  EXPECT_EQ(testing::sandbox_exit_code("--port", "70000"), 2);
  EXPECT_EQ(testing::sandbox_exit_code("--data-dir", "/proc/nowhere"), 2);
  EXPECT_EQ(testing::sandbox_exit_code("--help", "--help"), 0);
}

TEST_F(sandbox_program, stops_cleanly_when_told_to) {
  sandbox_process sandbox;
  EXPECT_EQ(sandbox.end_with(SIGTERM), 0);
}

} // namespace
} // namespace shop
