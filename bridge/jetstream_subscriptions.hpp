// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "bridge/connection.hpp"
#include "bridge/pull_feed.hpp"

#include <map>
#include <memory>
#include <string>

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
  connection& with_;
  std::map<std::string, std::unique_ptr<pull_feed>> feeds_; // by lane
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace sinew
