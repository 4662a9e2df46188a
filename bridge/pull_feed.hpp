// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"
#include "bridge/feed_watch.hpp"
#include "bridge/pull_window.hpp"
#include "bridge/topology.hpp"

#include <memory>
#include <optional>

namespace sinew {

/// One durable pull consumer, read continuously: orders ahead, watches the broker's heartbeat, orders again after losses.
/// Makes the consumer first and waits for its stream to appear, which may be long after we have started. What others have
/// left unacknowledged there comes first: it orders nothing before that had time to come again. Watches that it does not go
/// silent (feed_watch.hpp).
class pull_feed {
 public:
  /// `with` must outlive it. `opened` runs once the consumer exists; not_found is not an end, only a wait.
  pull_feed(connection& with, const subscription& what, delivery_handler handler, completion<void> opened,
            std::chrono::milliseconds watch_interval = std::chrono::seconds{10});
  /// No more deliveries. What the broker has sent in this very moment comes again elsewhere, after its ack wait.
  ~pull_feed();
  pull_feed(const pull_feed&) = delete;
  auto operator=(const pull_feed&) -> pull_feed& = delete;

  /// To be told of each change.
  void on_state(connection::state s);

  /// A probe has been acknowledged; its token says whose it is.
  void acknowledge_probe(std::string_view token);
  /// How often something was silent that should not have been.
  [[nodiscard]] auto alerts() const -> std::uint64_t { return watch_.alerts(); }

 private:
  void create();
  void created(result<std::uint64_t> left_over);
  void begin();
  void on_message(broker_message m);
  void on_status(const broker_message& m);
  void deliver(broker_message m);
  void send_probe();
  auto pending_teller() -> std::function<void(std::uint64_t)>;
  void make_consumer_anew();
  void forget_consumer();
  void order();
  void order_anew(std::chrono::milliseconds delay);
  void watch_heartbeat();
  void cancel_timers();
  auto guarded(loop::work w) -> loop::work;

  connection& with_;
  topology::consumer consumer_;
  delivery_handler handler_;
  completion<void> opened_;
  feed_watch watch_;
  pull_window window_;
  std::chrono::milliseconds ack_wait_;
  std::chrono::milliseconds pause_; // before the next attempt to create or to order after a failure

  std::string inbox_;
  std::optional<connection::subscription_id> subscription_;
  std::optional<loop::timer_id> heartbeat_;
  std::optional<loop::timer_id> retry_;
  loop::time_point last_sign_{};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
