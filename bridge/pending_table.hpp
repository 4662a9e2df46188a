// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/broker_message.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sinew {

/// What waits for an answer from the broker, by token, and until when. Bounded. Pure: knows no socket and no clock.
class pending_table {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using token = std::uint64_t;
  /// Takes an answer, or the reason why there is none (always the last). True: nothing more is expected.
  using taker = std::function<bool(result<broker_message>)>;

  explicit pending_table(std::size_t limit) : limit_{limit} {}

  /// Must not be full.
  auto add(time_point now, std::chrono::milliseconds timeout, taker t) -> token;

  /// Hands over an answer; one that nobody waits for (any more) is dropped.
  void deliver(token to, result<broker_message> answer);
  /// Removes and returns one that has just been added.
  auto take(token of) -> taker { return std::move(waiting_.extract(of).mapped()); }
  /// Removes and returns those whose deadline has passed, oldest first.
  auto take_expired(time_point now) -> std::vector<taker>;
  /// Removes and returns all.
  auto take_all() -> std::vector<taker>;

  /// The earliest deadline, if anything waits.
  auto next_deadline() -> std::optional<time_point>;
  /// The token of the only one that waits, if it is the only one.
  [[nodiscard]] auto only() const -> std::optional<token>;
  [[nodiscard]] auto size() const -> std::size_t { return waiting_.size(); }
  [[nodiscard]] auto is_full() const -> bool { return waiting_.size() >= limit_; }

 private:
  struct deadline {
    time_point at;
    token of;
  };
  // Equal timeouts expire in the order of asking, so a queue for each of the few timeouts in use replaces a sorted set.
  using deadlines = std::deque<deadline>;
  void forget_answered(deadlines& queue) const;

  std::size_t limit_;
  token last_ = 0;
  std::unordered_map<token, taker> waiting_;
  std::map<std::chrono::milliseconds, deadlines> queues_;
};

} // namespace sinew
