// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "bridge/connection.hpp"
#include "bridge/termination.hpp"
#include "kernel/result.hpp"
#include "kernel/uuid.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

namespace sinew {

/// A tool's own loop and connection. Verbs read from top to bottom: they start something asynchronous and turn the loop
/// until it has answered. One thread.
class client {
 public:
  /// unavailable: nobody answers at `url`; the sentence says how to start a system.
  /// With `stopped`, SIGINT and SIGTERM no longer end the process but call it, in a turn of the loop. The broker shows it
  /// as `name`, a valid id; empty: one is made up.
  static auto open(const std::string& url, std::function<void()> stopped = {}, const std::string& name = {})
      -> result<std::unique_ptr<client>>;

  /// A loop alone, for what needs no broker: only `where`, `await` and `new_id` may be called.
  static auto offline() -> std::unique_ptr<client>;
  [[nodiscard]] auto is_offline() const -> bool { return connection_ == nullptr; }

  [[nodiscard]] auto where() -> loop& { return loop_; }
  /// What the loop waits with: for further connections.
  [[nodiscard]] auto poller() -> epoll_poller& { return poller_; }
  [[nodiscard]] auto broker() -> connection& { return *connection_; }

  /// Turns the loop until what `start` began has completed. Ports promise that it does.
  template <class T>
  auto await(const std::function<void(completion<T>)>& start) -> result<T>;

  /// One request, one answer. Status lines other than 503 are answers.
  auto request(const std::string& subject, bytes_view body, std::chrono::milliseconds timeout = answer_patience)
      -> result<broker_message>;

  /// A new id for a command.
  auto new_id() -> uuid;

  /// How long the broker itself may take to answer.
  static constexpr std::chrono::milliseconds answer_patience{10'000};

 private:
  client() : loop_{poller_} {}

  epoll_poller poller_;
  std::optional<termination> ending_;
  loop loop_;
  std::unique_ptr<connection> connection_;
  std::mt19937_64 chance_{(std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}()};
};

template <class T>
auto client::await(const std::function<void(completion<T>)>& start) -> result<T> {
  std::optional<result<T>> answer;
  start([&answer](result<T> got) { answer.emplace(std::move(got)); });
  while (!answer)
    loop_.turn(std::chrono::hours{1}); // the call has its own deadline
  return std::move(*answer);
}

} // namespace sinew
