// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"
#include "actors/ports.hpp"
#include "actors/service.hpp"
#include "bridge/connection.hpp"

#include <memory>
#include <string_view>

namespace sinew {

/// The real broker for one service: a connection and every port on it.
///
/// Loop's thread. Whoever uses `outside()` must be gone before this is destroyed.
class jetstream {
 public:
  /// Connects (blocks, see `connection::open`). `service` is the service's name, `durability` the system's label (memory,
  /// file, fsync, quorum). Errors as for `connection::open`; invalid_input: no such label.
  static auto open(loop& where, epoll_poller& poller, connection_options options, std::string_view service,
                   std::string_view durability) -> result<std::unique_ptr<jetstream>>;
  ~jetstream();
  jetstream(const jetstream&) = delete;
  auto operator=(const jetstream&) -> jetstream& = delete;

  /// Checks the server, makes the streams, agrees with the rest of the system on durability and partitions, registers the
  /// schema. `lanes` is how many each of its subscriptions has. `s` must live until `done`. rejected_by_broker: server too old,
  /// or a stream or setting differs; the text says what to do. unavailable, outcome_unknown: the broker has not come to a
  /// decision within 25 seconds.
  void start(const service& s, std::uint32_t lanes, completion<void> done);
  void start(const service& s, completion<void> done) { start(s, 1, std::move(done)); }

  [[nodiscard]] auto outside() -> ports;
  [[nodiscard]] auto broker() -> connection&;

  /// Ends cleanly: drops what waits and all handlers, turns the loop (for at most two seconds) until everything published
  /// has reached the broker, then closes. Nothing runs afterwards.
  void close();

 private:
  struct parts;
  explicit jetstream(std::unique_ptr<parts> all);
  std::unique_ptr<parts> parts_;
};

} // namespace sinew
