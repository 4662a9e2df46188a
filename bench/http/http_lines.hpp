// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "bench/http/http_line.hpp"
#include "bench/rig/target.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// Who asks over `http_lines`.
class http_asker {
 public:
  virtual ~http_asker() = default;
  /// The whole request that is sent next; good until the next call.
  virtual auto next_request() -> std::string_view = 0;
  /// Once for each `ask`, in a turn of the loop. `took`: from its sending to now.
  virtual void on_answer(ticket which, const result<http_answer>& answer, std::chrono::nanoseconds took) = 0;
};

/// A bounded number of kept connections to one server, on the rig's loop. Each has one request under way; what comes when all have, waits
/// its turn. Lines take turns, as those of many clients would. Loop's thread.
class http_lines {
 public:
  /// A request without an answer ends after that.
  static constexpr std::chrono::milliseconds patience{10'000};

  /// `count` of them, 1 … 10,000. The loop and its poller outlive it. They connect when they are first used.
  http_lines(loop& where, epoll_poller& poller, server_address to, std::size_t count);
  ~http_lines();
  http_lines(const http_lines&) = delete;
  auto operator=(const http_lines&) -> http_lines& = delete;

  /// `who` writes the request as soon as there is a line, and hears of its end, unless these lines are gone before. As many may wait as
  /// the caller lets.
  void ask(http_asker& who, ticket which);

  [[nodiscard]] auto count() const -> std::size_t { return lines_.size(); }
  [[nodiscard]] auto to() const -> const server_address& { return to_; }
  /// How many requests have waited for a line so far.
  [[nodiscard]] auto waits() const -> std::uint64_t { return waits_; }

 private:
  struct question {
    http_asker* who = nullptr;
    ticket which = 0;
  };
  class slot;

  void start(slot& on, question what);
  void finish(slot& on, const result<http_answer>& how);
  /// `on` is to end by then.
  void arm(loop::time_point end);
  void on_deadline();

  loop& loop_;
  server_address to_;
  std::vector<std::unique_ptr<slot>> lines_;
  std::deque<slot*> free_;
  std::deque<question> waiting_;
  std::uint64_t waits_ = 0;
  std::optional<loop::time_point> next_deadline_;
  loop::timer_id timer_{};
};

} // namespace sinew::bench
