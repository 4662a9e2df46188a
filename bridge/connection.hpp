// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "bridge/broker_message.hpp"
#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// One header of a message to be sent. Both are read before the call returns.
struct header {
  std::string_view name;
  std::string_view value;
};
using headers = std::span<const header>;

/// How to reach the broker.
struct connection_options {
  /// `nats://host:port`, several with commas.
  std::string url = "nats://127.0.0.1:4222";
  /// Name of this node: one token (a valid id). Part of the inbox prefix `_INBOX_<node>` and shown by the broker.
  std::string node;
  /// For one attempt to connect. Range: 100 ms to a minute.
  std::chrono::milliseconds connect_timeout{2'000};
  /// Requests that may wait for their answer at once; beyond it they end with `overloaded`.
  std::size_t pending_limit = 16'384;
};

/// The one connection of a node to the broker, driven by the node's loop: nothing here blocks, except `open`.
///
/// Writes are collected and leave with one system call at the end of the loop's turn. When the broker goes away, the
/// connection comes back by itself, for ever; meanwhile everything answers `unavailable`. Subscriptions survive.
/// All methods and all callbacks: loop's thread. Callbacks never run from inside the call that they belong to.
class connection {
 public:
  enum class state : std::uint8_t { connected, disconnected };
  using handler = std::function<void(broker_message)>;
  using subscription_id = std::uint64_t;

  /// Connects; blocks for at most `connect_timeout` per address, so call it before the loop runs.
  /// unavailable: nobody there (the text says what to do). invalid_input: bad URL or node name. `where` and `poller`
  /// must outlive the connection; the connection must be destroyed on the loop's thread.
  static auto open(loop& where, epoll_poller& poller, connection_options options)
      -> result<std::unique_ptr<connection>>;

  ~connection();
  connection(const connection&) = delete;
  auto operator=(const connection&) -> connection& = delete;

  /// Sends and forgets. unavailable: disconnected, nothing was sent. invalid_input: larger than the broker allows.
  auto publish(std::string_view subject, headers with, bytes_view body, std::string_view reply = {}) -> result<void>;
  auto publish(std::string_view subject, bytes_view body) -> result<void> { return publish(subject, {}, body); }

  /// Sends and waits for one answer. The destruction of the connection drops what still waits.
  /// unavailable: disconnected, or nobody listens (status 503): nothing happened. outcome_unknown: sent, but no answer
  /// in time or the connection broke. overloaded: too many are waiting. invalid_input: larger than the broker allows.
  /// All other status lines are answers: look at `status()`.
  void request(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
               completion<broker_message> done);

  /// Sends and collects answers until `is_last` is true for one (which is included). Errors as for `request`; what had
  /// come until then is dropped.
  void request_many(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
                    std::function<bool(const broker_message&)> is_last, completion<std::vector<broker_message>> done);

  /// Like `request`, for messages that a stream stores and acknowledges: cheaper, but when nobody listens (no such
  /// stream) this may become known only by `outcome_unknown` after the timeout.
  void store(std::string_view subject, headers with, bytes_view body, std::chrono::milliseconds timeout,
             completion<broker_message> done);

  /// Receives everything on `subject` (wildcards allowed); with a `queue_group`, shares it with the group's other
  /// members.
  auto subscribe(std::string_view subject, std::string_view queue_group, handler h) -> result<subscription_id>;
  /// The handler is not called again. What has not been handled yet is dropped.
  void unsubscribe(subscription_id id);
  /// A subject of our own which nobody else uses, to subscribe to and to give as `reply`.
  auto new_inbox() -> std::string;

  /// Calls `h` at every change of state, on the loop. Listeners live as long as the connection.
  void on_state(std::function<void(state)> h);
  [[nodiscard]] auto is_connected() const -> bool;

  /// Largest body plus headers that the broker takes, in bytes.
  [[nodiscard]] auto max_payload() const -> std::int64_t;

  /// Done once everything published before has been read by the broker. outcome_unknown: not within `timeout`.
  void flush(std::chrono::milliseconds timeout, completion<void> done);

  /// Forgets all listeners, subscriptions and waiting requests without a word: their owners are about to go.
  void drop_all();
  /// Ends the connection at once, without goodbye: what waits is dropped, no callback runs again, every call answers
  /// `unavailable` by return value or is ignored.
  void close();

  [[nodiscard]] auto where() -> loop&;

 private:
  class engine;
  explicit connection(std::unique_ptr<engine> e);
  std::unique_ptr<engine> engine_;
};

} // namespace sinew
