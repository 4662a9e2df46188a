// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"
#include "bridge/pull_feed.hpp"
#include "bridge/undelivered_feed.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace sinew {

/// Other services' logs (and our own fired timers) through durable pull consumers with explicit acks.
class jetstream_subscriptions final : public subscriptions {
 public:
  /// `with` must outlive it.
  explicit jetstream_subscriptions(connection& with);

  void open(subscription what, delivery_handler handler, completion<void> done) override;
  void close(const subscription& what) override;
  void ack(const delivery& d) override;
  void retry(const delivery& d, std::chrono::milliseconds delay) override;
  void in_progress(const delivery& d) override;

 private:
  /// What the consumer delivers, and what it has given up.
  struct lane {
    lane(connection& with, const subscription& what, const delivery_handler& handler, completion<void> done)
        : given_up{with, what, handler}, feed{with, what, handler, std::move(done)} {}

    undelivered_feed given_up;
    pull_feed feed;
  };

  connection& with_;
  std::map<std::string, lane> lanes_; // by name
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
