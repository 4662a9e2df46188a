// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/broker_message.hpp"
#include "bridge/connection.hpp"
#include "bridge/socket_driver.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

struct __natsSubscription;
struct __natsStatistics;

namespace sinew {

/// One subscription of a session. Loop's thread.
class feed {
 public:
  explicit feed(__natsSubscription* owned) : handle_{owned} {}

  /// Messages that have been read and wait here.
  [[nodiscard]] auto waiting() const -> int;
  /// Precondition: one waits. Also the broker's "nobody listens", as a message with status 503.
  auto next() -> broker_message;

 private:
  struct destroy {
    void operator()(__natsSubscription* s) const;
  };
  std::unique_ptr<__natsSubscription, destroy> handle_;
};

/// One life of a connection: from a successful connect to its loss. `connection` makes a new one after each loss;
/// nats.c's own reconnect is off, because in event loop mode its parser keeps half a message from the old socket and
/// takes the first bytes from the new one for the rest, and because it connects with the lock held that every publish
/// needs.
class session {
 public:
  /// Blocks until connected or refused; on any thread. Errors as for `connection::open`.
  static auto open(loop& where, epoll_poller& poller, std::thread::id owner, const connection_options& options)
      -> result<std::shared_ptr<session>>;

  // The rest: loop's thread, also the destructor.
  ~session();
  session(const session&) = delete;
  auto operator=(const session&) -> session& = delete;

  [[nodiscard]] auto driver() -> socket_driver& { return *driver_; }
  auto publish(std::string_view subject, headers with, bytes_view body, std::string_view reply) -> result<void>;
  auto subscribe(std::string_view subject, std::string_view queue_group) -> result<feed>;
  [[nodiscard]] auto max_payload() const -> std::int64_t;
  /// Messages that have been read since it was last asked for: those that wait in feeds, and those whose feed is gone.
  auto take_arrived() -> std::uint64_t;

 private:
  session(std::shared_ptr<socket_driver> driver, __natsConnection* owned);

  struct destroy_counts {
    void operator()(__natsStatistics* s) const;
  };

  std::shared_ptr<socket_driver> driver_;
  __natsConnection* handle_;
  std::unique_ptr<__natsStatistics, destroy_counts> counts_;
  std::uint64_t arrived_ = 0;
};

} // namespace sinew
