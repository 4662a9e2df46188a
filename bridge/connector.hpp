// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/session.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace sinew {

/// Connects again after a loss, on a thread of its own, because connecting blocks. Tries for ever, with growing pauses.
class connector {
 public:
  using attempt = std::function<result<std::shared_ptr<session>>()>;
  using handover = std::function<void(std::shared_ptr<session>)>;

  /// Both are called on the connector's thread.
  connector(attempt try_once, handover connected);
  /// Waits for an attempt under way.
  ~connector();
  connector(const connector&) = delete;
  auto operator=(const connector&) -> connector& = delete;

  /// Starts trying; `connected` follows once. Any thread.
  void connect();

 private:
  void run();
  auto try_until_connected() -> std::shared_ptr<session>;
  /// False: the connector is to end.
  auto pause(std::chrono::milliseconds time) -> bool;

  attempt try_once_;
  handover connected_;
  std::mutex guard_;
  std::condition_variable changed_;
  bool wanted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

} // namespace sinew
