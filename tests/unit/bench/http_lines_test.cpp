// SPDX-License-Identifier: Apache-2.0
#include "bench/http/http_lines.hpp"

#include "bench/http/http_question.hpp"
#include "bench/target/http_target.hpp"
#include "tests/unit/bench/scripted_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

auto answer_of(unsigned status, std::string_view body = "{}", std::string_view more = "") -> std::string {
  return fmt::format("HTTP/1.1 {} Word\r\n{}Content-Length: {}\r\n\r\n{}", status, more, body.size(), body);
}

/// Writes down what comes of its questions.
class noting_asker final : public http_asker {
 public:
  auto next_request() -> std::string_view override {
    text_ = fmt::format("GET /{} HTTP/1.1\r\n\r\n", ++written_);
    return text_;
  }
  void on_answer(ticket which, const result<http_answer>& answer, std::chrono::nanoseconds) override {
    ended.push_back(which);
    said.push_back(answer ? fmt::format("{} {}", answer->status, answer->body) : answer.error().what);
  }

  std::vector<ticket> ended;
  std::vector<std::string> said;

 private:
  int written_ = 0;
  std::string text_;
};

class http_lines_test : public testing::Test {
 protected:
  auto lines(std::size_t count) -> http_lines& {
    lines_.emplace(where, poller, server.address(), count);
    return *lines_;
  }
  void await(std::size_t ends) {
    ASSERT_TRUE(where.run_until([&] { return asker.ended.size() >= ends; }, 20s));
  }

  epoll_poller poller;
  loop where{poller};
  std::function<std::string(const std::string&)> script = [](const std::string&) { return answer_of(200); };
  scripted_server server{poller, [this](const std::string& request) { return script(request); }};
  noting_asker asker;
  std::optional<http_lines> lines_;
};

TEST_F(http_lines_test, keep_their_connections) {
  auto& over = lines(1);
  for (ticket i = 0; i < 5; ++i)
    over.ask(asker, i);
  EXPECT_TRUE(asker.ended.empty()); // never from inside
  await(5);
  EXPECT_THAT(asker.ended, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(over.waits(), 4U);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(http_lines_test, take_turns) {
  auto& over = lines(3);
  for (ticket i = 0; i < 6; ++i) {
    over.ask(asker, i);
    await(i + 1);
  }
  EXPECT_EQ(server.connections(), 3);
  EXPECT_EQ(over.waits(), 0U);
}

TEST_F(http_lines_test, connect_again_when_the_server_hung_up_between_two_requests) {
  auto& over = lines(1);
  over.ask(asker, 0);
  await(1);
  server.close_all();
  where.turn(1s); // hears of it
  over.ask(asker, 1);
  await(2);
  EXPECT_THAT(asker.said, ElementsAre("200 {}", "200 {}"));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(http_lines_test, connect_again_after_an_answer_that_says_close) {
  script = [](const std::string&) { return answer_of(200, "bye", "Connection: close\r\n"); };
  auto& over = lines(1);
  over.ask(asker, 0);
  over.ask(asker, 1);
  await(2);
  EXPECT_THAT(asker.said, ElementsAre("200 bye", "200 bye"));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(http_lines_test, tell_of_a_server_that_hangs_up_on_a_request_and_go_on) {
  script = [](const std::string& request) { return request.starts_with("GET /1 ") ? "close" : answer_of(200); };
  auto& over = lines(1);
  over.ask(asker, 0);
  over.ask(asker, 1);
  await(2);
  EXPECT_THAT(asker.said, ElementsAre(HasSubstr("closed the connection"), "200 {}"));
}

TEST_F(http_lines_test, tell_of_what_is_no_answer) {
  script = [](const std::string&) { return std::string{"220 mail.example ESMTP\r\n\r\n"}; };
  lines(1).ask(asker, 0);
  await(1);
  EXPECT_THAT(asker.said, ElementsAre(HasSubstr("is no HTTP/1.1")));
}

TEST_F(http_lines_test, tell_that_nobody_listens) {
  auto& over = lines(2);
  server.stop();
  for (ticket i = 0; i < 3; ++i)
    over.ask(asker, i);
  EXPECT_TRUE(asker.ended.empty());
  await(3);
  EXPECT_THAT(asker.said, testing::Each(HasSubstr("cannot connect to 127.0.0.1:")));
}

TEST_F(http_lines_test, forget_what_is_under_way_when_they_go) {
  script = [](const std::string&) { return std::string{}; };
  auto& over = lines(1);
  over.ask(asker, 0);
  over.ask(asker, 1);
  where.turn(1s);
  lines_.reset();
  where.turn(0s);
  EXPECT_TRUE(asker.ended.empty());
}

TEST_F(http_lines_test, answer_one_question_for_who_waits) {
  auto& over = lines(1);
  script = [host = over.to().text()](const std::string& request) {
    EXPECT_EQ(request, "GET /readyz HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    return answer_of(503, "later", "Server-Timing: gateway;dur=1\r\n");
  };
  const auto said = ask_once(where, over, to_text({.method = "GET", .path = "/readyz"}, over.to()));
  ASSERT_TRUE(said) << said.error().what;
  EXPECT_EQ(said->status, 503U);
  EXPECT_EQ(said->body, "later");
  EXPECT_EQ(said->server_timing, "gateway;dur=1");
}

TEST(an_http_answer, ends_an_operation_by_its_status) {
  const auto of = [](unsigned status) { return outcome_of(http_answer{.status = status}); };
  EXPECT_EQ(of(200), outcome::done);
  EXPECT_EQ(of(202), outcome::done);
  for (const auto status : {400U, 404U, 409U, 422U})
    EXPECT_EQ(of(status), outcome::refused) << status;
  for (const auto status : {429U, 500U, 503U, 504U})
    EXPECT_EQ(of(status), outcome::failed) << status;
  EXPECT_EQ(outcome_of(tl::unexpected{error{errc::outcome_unknown, ""}}), outcome::failed);
}

TEST(an_http_answer, says_why_in_its_problems_word) {
  const auto of = [](unsigned status, std::string_view body) {
    return reason_of(http_answer{.status = status, .headers = {}, .body = body});
  };
  EXPECT_EQ(of(429, R"({"type":"urn:sinew:problem:too_many_requests"})"), "429 too_many_requests");
  EXPECT_EQ(of(404, "<html>"), "404");
  EXPECT_EQ(of(500, R"({"type":7})"), "500");
  EXPECT_EQ(of(500, "[]"), "500");
}

} // namespace
} // namespace sinew::bench
