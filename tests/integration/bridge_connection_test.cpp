// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/bridge_fixture.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

using namespace std::chrono_literals;

struct bridge_connection : test::bridge_fixture {};

TEST_F(bridge_connection, carries_a_request_and_its_answer) {
  auto a = connect("a");
  auto b = connect("b");
  b->subscribe("greet", "g", [&b](const broker_message& m) {
    (void)b->publish(m.reply(), as_bytes("hello " + std::string{as_text(m.body())}));
  });
  flush(*b);
  std::optional<result<broker_message>> answer;
  a->request("greet", {}, as_bytes("you"), 5s, into(answer));
  ASSERT_TRUE(answered(answer));
  ASSERT_TRUE(*answer) << to_string(answer->error());
  EXPECT_EQ(as_text((**answer).body()), "hello you");
}

TEST_F(bridge_connection, carries_headers) {
  auto a = connect("a");
  std::optional<std::string> seen;
  a->subscribe("h", {}, [&seen](const broker_message& m) { seen = m.header("Nats-Msg-Id"); });
  const header with[] = {{"Nats-Msg-Id", "17"}};
  ASSERT_TRUE(a->publish("h", with, as_bytes("x")));
  ASSERT_TRUE(run_until([&] { return seen.has_value(); }));
  EXPECT_EQ(seen, "17");
}

TEST_F(bridge_connection, says_at_once_which_request_nobody_listens_to) {
  auto a = connect("a");
  a->subscribe("here", {}, [&a](const broker_message& m) { (void)a->publish(m.reply(), as_bytes("yes")); });
  std::vector<std::string> heard(20);
  std::size_t left = heard.size();
  for (std::size_t i = 0; i < heard.size(); ++i)
    a->request(i % 3 == 0 ? "here" : "gone", {}, {}, 5s, [&, i](result<broker_message> answer) {
      heard[i] = answer ? "yes" : std::string{to_string(answer.error().code)};
      --left;
    });
  ASSERT_TRUE(run_until([&] { return left == 0; }));
  for (std::size_t i = 0; i < heard.size(); ++i)
    EXPECT_EQ(heard[i], i % 3 == 0 ? "yes" : "unavailable") << i;
}

TEST_F(bridge_connection, does_not_know_what_became_of_a_request_without_an_answer) {
  auto a = connect("a");
  a->subscribe("deaf", {}, [](const broker_message&) {});
  std::optional<result<broker_message>> answer;
  a->request("deaf", {}, {}, 50ms, into(answer));
  ASSERT_TRUE(answered(answer));
  EXPECT_EQ(answer->error().code, errc::outcome_unknown);
}

TEST_F(bridge_connection, refuses_more_requests_than_may_wait) {
  auto a = connect("a", 2);
  a->subscribe("deaf", {}, [](const broker_message&) {});
  std::vector<errc> codes;
  for (int i = 0; i < 3; ++i)
    a->request("deaf", {}, {}, 100ms, [&](result<broker_message> answer) { codes.push_back(answer.error().code); });
  EXPECT_TRUE(codes.empty()); // never from inside the call
  ASSERT_TRUE(run_until([&] { return codes.size() == 3; }));
  EXPECT_EQ(codes, (std::vector{errc::overloaded, errc::outcome_unknown, errc::outcome_unknown}));
}

TEST_F(bridge_connection, refuses_a_message_that_is_too_large) {
  auto a = connect("a");
  const bytes large(2'000'000);
  EXPECT_EQ(a->publish("x", large).error().code, errc::invalid_input);
  std::optional<result<broker_message>> answer;
  a->request("x", {}, large, 1s, into(answer));
  ASSERT_TRUE(answered(answer));
  EXPECT_EQ(answer->error().code, errc::invalid_input);
}

TEST_F(bridge_connection, comes_back_after_the_server_was_killed) {
  auto a = connect("a");
  std::vector<connection::state> states;
  a->on_state([&](auto s) { states.push_back(s); });
  a->subscribe("echo", {}, [&a](const broker_message& m) {
    if (!m.reply().empty())
      (void)a->publish(m.reply(), m.body());
  });
  a->subscribe("deaf", {}, [](const broker_message&) {});
  flush(*a);
  std::optional<result<broker_message>> lost;
  a->request("deaf", {}, {}, 60s, into(lost));
  flush(*a);

  server().kill9();
  ASSERT_TRUE(answered(lost));
  EXPECT_EQ(lost->error().code, errc::outcome_unknown);
  std::optional<result<broker_message>> refused;
  a->request("echo", {}, {}, 60s, into(refused));
  ASSERT_TRUE(answered(refused));
  EXPECT_EQ(refused->error().code, errc::unavailable);

  server().restart();
  ASSERT_TRUE(run_until([&] { return a->is_connected() && states.size() == 2; }));
  EXPECT_EQ(states, (std::vector{connection::state::disconnected, connection::state::connected}));
  std::optional<result<broker_message>> answer;
  a->request("echo", {}, as_bytes("again"), 5s, into(answer));
  ASSERT_TRUE(answered(answer));
  ASSERT_TRUE(*answer) << to_string(answer->error());
  EXPECT_EQ(as_text((**answer).body()), "again");
}

TEST_F(bridge_connection, survives_a_kill_in_the_middle_of_a_flood) {
  auto a = connect("a");
  auto b = connect("b");
  std::size_t received = 0;
  bool whole = true;
  const bytes body(50'000, std::byte{7});
  b->subscribe("flood", {}, [&](const broker_message& m) {
    ++received;
    whole = whole && copy_of(m.body()) == body;
  });
  flush(*b);
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 400; ++i)
      (void)a->publish("flood", body);
    const auto before = received;
    ASSERT_TRUE(run_until([&] { return received > before + 20; }));
    server().kill9();
    ASSERT_TRUE(run_until([&] { return !a->is_connected() && !b->is_connected(); }));
    server().restart();
    ASSERT_TRUE(run_until([&] { return a->is_connected() && b->is_connected(); }));
    flush(*b);
  }
  EXPECT_TRUE(whole);
}

TEST_F(bridge_connection, sends_much_more_than_the_socket_takes_at_once) {
  auto a = connect("a");
  auto b = connect("b");
  std::size_t received = 0;
  b->subscribe("bulk", {}, [&](const broker_message&) { ++received; });
  flush(*b);
  const bytes body(100'000);
  for (int i = 0; i < 300; ++i)
    ASSERT_TRUE(a->publish("bulk", body));
  EXPECT_TRUE(run_until([&] { return received == 300; }));
}

TEST_F(bridge_connection, is_silent_once_closed) {
  auto a = connect("a");
  a->subscribe("deaf", {}, [](const broker_message&) {});
  std::optional<result<broker_message>> answer;
  a->request("deaf", {}, {}, 10ms, into(answer));
  a->close();
  EXPECT_EQ(a->publish("x", {}).error().code, errc::unavailable);
  EXPECT_FALSE(run_until([&] { return answer.has_value(); }, 100ms));
}

TEST_F(bridge_connection, says_what_to_do_when_nobody_is_there) {
  server().stop();
  const auto opened = connection::open(where(), poller(), {.url = server().url(), .node = "a"});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, errc::unavailable);
  EXPECT_NE(opened.error().what.find(server().url()), std::string::npos);
  EXPECT_NE(opened.error().what.find("sinew up"), std::string::npos);
}

TEST_F(bridge_connection, refuses_a_name_that_would_break_its_inbox) {
  EXPECT_EQ(connection::open(where(), poller(), {.url = server().url(), .node = "a.b"}).error().code,
            errc::invalid_input);
}

TEST_F(bridge_connection, refuses_a_text_that_is_no_url) {
  EXPECT_EQ(connection::open(where(), poller(), {.url = "nats://here:port", .node = "a"}).error().code,
            errc::invalid_input);
}

} // namespace
} // namespace sinew
