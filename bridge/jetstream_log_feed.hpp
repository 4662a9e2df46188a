// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/connection.hpp"
#include "bridge/pull_window.hpp"
#include "projection/log_feed.hpp"

#include <optional>
#include <string>

namespace sinew {

/// A service's log through an ordered consumer: one without acks that the broker forgets by itself. Messages are pulled, so
/// that never more than a window of them is on its way or in our hands. A gap in the consumer's count, a lost connection or its
/// silence end it; then the log is looked for again, and whoever reads says from where to go on.
class jetstream_log_feed final : public log_feed {
 public:
  /// `with` must outlive it.
  jetstream_log_feed(connection& with, std::string_view service);
  ~jetstream_log_feed() override;

  void start(listener tell) override;
  void read(std::uint64_t after) override;
  void dealt_with(std::size_t events) override;

 private:
  void look();
  void on_looked(const result<log_facts>& found);
  void create(std::uint64_t after);
  void on_created(const result<void>& made);
  void on_message(const broker_message& m);
  void on_status(const broker_message& m);
  void take(const broker_message& m);
  void tell_soon();
  void order();
  /// Forgets the consumer and looks for the log again.
  void begin_anew();
  void begin_anew_later();
  void forget_consumer();
  void watch_heartbeat();
  auto guarded(loop::work w) -> loop::work;

  connection& with_;
  std::string stream_;
  listener tell_;
  std::string inbox_;
  std::string consumer_; // name; empty: none is being read
  std::optional<connection::subscription_id> subscription_;
  pull_window window_;
  std::size_t in_hand_ = 0; // told, and not dealt with
  std::uint64_t last_delivery_ = 0;
  std::uint64_t behind_ = 0;
  std::vector<log_event> gathered_;
  bool is_telling_ = false;
  /// Counts the lives of its consumer: what belongs to an earlier one is dropped.
  std::uint64_t life_ = 0;
  std::chrono::milliseconds pause_;
  loop::time_point last_sign_;
  std::optional<loop::timer_id> heartbeat_;
  std::optional<loop::timer_id> retry_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
