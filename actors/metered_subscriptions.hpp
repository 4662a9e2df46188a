// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/node_figures.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace sinew {

/// How far one lane has been read.
struct lane_progress {
  std::string lane;     // "order.0"
  std::string upstream; // "order", or "due": the service's own timers
  /// Its consumer is there, or what it reads has never been written yet.
  bool is_open = false;
  /// Messages that are there and not done with, as far as is known.
  std::uint64_t lag = 0;
  /// Since it was opened there was once no more to read than may be under way.
  bool has_caught_up = false;
};

/// Subscriptions that count what comes through them, how far they lag, and how long it takes until an event has had its effect.
/// Loop's thread.
class metered_subscriptions final : public subscriptions {
 public:
  /// All must outlive it.
  metered_subscriptions(subscriptions& inner, const wall_clock& clock, node_figures& to)
      : inner_{inner}, clock_{clock}, to_{to} {}

  void open(subscription what, delivery_handler handler, completion<void> done) override;
  void close(const subscription& what) override;
  void ack(const delivery& d) override;
  void retry(const delivery& d, std::chrono::milliseconds delay) override;
  void in_progress(const delivery& d) override { inner_.in_progress(d); }

  /// Of all lanes that are being read.
  [[nodiscard]] auto progress() const -> std::vector<lane_progress>;

 private:
  struct lane {
    std::string upstream;
    std::size_t window = 0;
    counter& deliveries; // found once: there is a delivery for each event
    histogram& critical_time;
    bool is_open = false;
    bool has_caught_up = false;
    std::uint64_t pending = 0; // in the log, not delivered yet
    std::uint64_t under_way = 0;
  };

  void delivered(const std::shared_ptr<lane>& to, const delivery& d);
  /// The lane it came through, which has one less under way.
  auto done_with(const delivery& d) -> std::shared_ptr<lane>;

  subscriptions& inner_;
  const wall_clock& clock_;
  node_figures& to_;
  std::map<std::string, std::shared_ptr<lane>> lanes_;
  std::unordered_map<std::uint64_t, std::shared_ptr<lane>> under_way_; // by what tells deliveries apart
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);         // the inner ones may outlive this
};

} // namespace sinew
