// SPDX-License-Identifier: Apache-2.0
#include "bench/http/http_question.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace sinew::bench {

namespace {

class question final : public http_asker {
 public:
  explicit question(std::string request) : request_{std::move(request)} {}

  auto next_request() -> std::string_view override { return request_; }
  void on_answer(ticket, const result<http_answer>& answer, std::chrono::nanoseconds) override {
    heard = answer.map([](const http_answer& a) {
      return kept_answer{a.status, std::string{a.body}, std::string{a.header("Server-Timing")}};
    });
  }

  std::optional<result<kept_answer>> heard;

 private:
  std::string request_;
};

} // namespace

auto to_text(const http_wish& wish, const server_address& to) -> std::string {
  auto text = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", wish.method, wish.path, to.text());
  if (!wish.token.empty())
    text += fmt::format("Authorization: Bearer {}\r\n", wish.token);
  if (wish.wants_times)
    text += "Sinew-Time-Hops: 1\r\n";
  if (!wish.body.empty())
    text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", wish.body.size());
  return text.append("\r\n").append(wish.body);
}

auto ask_once(loop& where, http_lines& over, std::string request) -> result<kept_answer> {
  question asked{std::move(request)};
  over.ask(asked, 0);
  while (!asked.heard)
    where.turn(http_lines::patience); // it ends by its own deadline
  return std::move(*asked.heard);
}

} // namespace sinew::bench
