// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "tools/up/child_process.hpp"

#include <functional>

namespace sinew {

/// Signals as events of the loop (signalfd(2)). Make it before any thread starts: threads inherit the mask that keeps
/// the signals from being delivered the old way.
class signals {
 public:
  /// `on_stop` for SIGINT, SIGTERM and SIGHUP; `on_child` when children may have ended. Both run on the loop.
  signals(epoll_poller& poller, std::function<void()> on_stop, std::function<void()> on_child);
  ~signals();
  signals(const signals&) = delete;
  auto operator=(const signals&) -> signals& = delete;

 private:
  void take();

  epoll_poller& poller_;
  std::function<void()> on_stop_;
  std::function<void()> on_child_;
  descriptor fd_;
};

} // namespace sinew
