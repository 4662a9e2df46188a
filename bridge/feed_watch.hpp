// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/api.hpp"
#include "bridge/connection.hpp"
#include "bridge/topology.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace sinew {

/// Notices that a feed has gone silent although its stream has grown, and has it healed.
///
/// Two things can be silent. Between us and the reader: a probe goes through the feed's inbox, the broker, the reader's
/// mailbox and comes back as an ack; one that does not come back is an alert, for nothing here can wake a reader. Between
/// stream and feed: as long as nothing was delivered in an interval, the consumer is asked whether it has something that it
/// could have delivered; then the feed pulls again, and if that does not help the consumer is made anew from its ack floor.
/// Such a consumer cannot be told by a probe: it would have to be stored in the stream, and what is stored there is the
/// log, kept for ever and read by everybody.
class feed_watch {
 public:
  struct remedies {
    std::function<void()> send_probe;
    std::function<void()> pull_again;
    /// From what was acknowledged last: the floor.
    std::function<void()> make_consumer_anew;
    /// How much is to be delivered, whenever the consumer was asked; may be empty.
    std::function<void(std::uint64_t pending)> tell_pending = nullptr;
  };

  /// `with` must outlive it. Nothing happens before `start`.
  feed_watch(connection& with, const topology::consumer& watched, std::chrono::milliseconds interval,
             remedies with_what);
  ~feed_watch() { stop(); }
  feed_watch(const feed_watch&) = delete;
  auto operator=(const feed_watch&) -> feed_watch& = delete;

  /// Looks at once, for the floor must be known before it is needed; then every interval. Again after a reconnect.
  void start();
  void stop();

  void delivered() { moved_ = true; }
  void probe_came_back() { probe_out_ = false; }

  /// All up to this position of the stream has been acknowledged, as far as we know.
  [[nodiscard]] auto floor() const -> std::uint64_t { return floor_; }
  /// How often something was silent.
  [[nodiscard]] auto alerts() const -> std::uint64_t { return alerts_; }

 private:
  void tick();
  void ask();
  void on_info(const result<api_answer>& answer);
  void on_silence();
  void alert(std::string_view what);

  connection& with_;
  std::string stream_;
  std::string consumer_;
  std::uint64_t window_;
  std::chrono::milliseconds interval_;
  remedies remedies_;
  loop::timer_id timer_ = 0;
  bool moved_ = false;
  bool probe_out_ = false;
  int silences_ = 0; // in a row
  std::uint64_t floor_ = 0;
  std::uint64_t delivered_ = 0; // by the consumer, to anybody
  std::uint64_t alerts_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
