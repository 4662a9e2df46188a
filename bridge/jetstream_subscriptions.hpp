// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"
#include "bridge/pull_feed.hpp"

#include <memory>
#include <vector>

namespace sinew {

/// Other services' logs (and our own fired timers) through durable pull consumers with explicit acks.
class jetstream_subscriptions final : public subscriptions {
 public:
  /// `with` must outlive it.
  explicit jetstream_subscriptions(connection& with) : with_{with} {}

  void open(subscription what, delivery_handler handler, completion<void> done) override;
  void stop_delivering() override;
  void ack(const delivery& d) override;
  void retry(const delivery& d, std::chrono::milliseconds delay) override;
  void in_progress(const delivery& d) override;

 private:
  connection& with_;
  std::vector<std::unique_ptr<pull_feed>> feeds_;
};

} // namespace sinew
