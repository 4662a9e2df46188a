// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"

#include <functional>

namespace sinew {

/// Turns SIGTERM and SIGINT into calls on the loop (signalfd(2)). Make it before the first thread, so that all threads
/// inherit the blocked signals. Throws std::system_error when the kernel gives no descriptor.
class termination {
 public:
  /// `asked` runs on the loop's thread at each signal.
  termination(epoll_poller& where, std::function<void()> asked);
  ~termination();
  termination(const termination&) = delete;
  auto operator=(const termination&) -> termination& = delete;

 private:
  epoll_poller& where_;
  int descriptor_;
};

} // namespace sinew
