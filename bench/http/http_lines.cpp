// SPDX-License-Identifier: Apache-2.0
#include "bench/http/http_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sinew::bench {

/// One line and what is under way on it.
class http_lines::slot final : line_owner {
 public:
  slot(http_lines& all, epoll_poller& poller) : line{poller, all.to_, *this}, all_{all} {}

  void on_answer(http_line&, const http_answer& answer) override { all_.finish(*this, answer); }
  void on_broken(http_line&, const error& why) override { all_.finish(*this, tl::unexpected{why}); }

  http_line line;
  question asked; // by nobody: it is free
  loop::time_point sent{};
  loop::time_point end{};
  std::optional<error> fault; // it could not even be sent, which is told in the next turn

 private:
  http_lines& all_;
};

http_lines::http_lines(loop& where, epoll_poller& poller, server_address to, std::size_t count)
    : loop_{where}, to_{std::move(to)} {
  for (std::size_t i = 0; i < count; ++i) {
    lines_.push_back(std::make_unique<slot>(*this, poller));
    free_.push_back(lines_.back().get());
  }
}

http_lines::~http_lines() {
  if (next_deadline_)
    loop_.cancel(timer_);
}

void http_lines::ask(http_asker& who, ticket which) {
  if (free_.empty()) {
    ++waits_;
    return waiting_.push_back({&who, which});
  }
  auto& on = *free_.front();
  free_.pop_front();
  start(on, {&who, which});
}

void http_lines::start(slot& on, question what) {
  on.asked = what;
  on.sent = loop_.now();
  on.end = on.sent + patience;
  if (auto sent = on.line.send(what.who->next_request()); !sent) {
    on.fault = std::move(sent.error());
    on.end = on.sent;
  }
  arm(on.end);
}

void http_lines::finish(slot& on, const result<http_answer>& how) {
  const auto [who, which] = std::exchange(on.asked, {});
  const auto took = loop_.now() - on.sent;
  who->on_answer(which, how, took); // before the line has another answer
  if (waiting_.empty())
    return free_.push_back(&on);
  const auto next = waiting_.front();
  waiting_.pop_front();
  start(on, next);
}

void http_lines::arm(loop::time_point end) {
  if (next_deadline_ && *next_deadline_ <= end)
    return;
  if (next_deadline_)
    loop_.cancel(timer_);
  next_deadline_ = end;
  timer_ = loop_.at(end, [this] { on_deadline(); });
}

void http_lines::on_deadline() {
  next_deadline_.reset();
  const auto now = loop_.now();
  for (const auto& on : lines_) {
    if (on->asked.who == nullptr || on->end > now)
      continue;
    on->line.close();
    const error late{errc::outcome_unknown,
                     fmt::format("no answer from {} within {} s", to_.text(), patience.count() / 1'000)};
    finish(*on, tl::unexpected{std::exchange(on->fault, {}).value_or(late)});
  }
  for (const auto& on : lines_)
    if (on->asked.who != nullptr)
      arm(on->end);
}

} // namespace sinew::bench
