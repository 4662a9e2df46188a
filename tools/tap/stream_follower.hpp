// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace sinew {

/// Reads a stream from a point on and then for ever, each message once and in order: an ordered consumer. The broker pushes
/// with flow control; a gap in the consumer's own count, a missed heartbeat or a reconnect makes a new consumer right
/// behind the last message seen. Loop's thread; must outlive the loop's last turn.
class stream_follower {
 public:
  struct from {
    std::string stream;
    std::string filter;
    /// RFC 3339; empty: the beginning.
    std::string start_time;
    /// Only what comes behind that position of the stream; 0: `start_time` says.
    std::uint64_t after = 0;
  };
  using handler = std::function<void(std::string_view subject, std::uint64_t position, bytes_view body)>;

  stream_follower(client& with, from what, handler h);

  /// Begins. The error is the broker's no to the first consumer.
  void start(completion<void> done);
  /// The same, behind that position: also once more, after `stop`.
  void start_behind(std::uint64_t position, completion<void> done);
  /// Goes on behind the last message seen, after the connection has come back. Nothing while it is stopped.
  void resume();
  /// Hears nothing more. Not from inside the handler.
  void stop();

 private:
  void create(completion<void> done);
  [[nodiscard]] auto consumer_config() const -> std::string;
  void on_message(const broker_message& m);
  void on_control(const broker_message& m);
  void expect_heartbeat();
  /// Resumes in the next turn: a handler must not take away its own subscription.
  void resume_soon();

  client& with_;
  from what_;
  handler handler_;
  std::string inbox_;
  connection::subscription_id subscription_ = 0;
  std::uint64_t last_position_ = 0;
  std::uint64_t last_delivery_ = 0;
  loop::timer_id heartbeat_ = 0;
  bool resuming_ = false;
  bool stopped_ = false;
};

} // namespace sinew
