// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/assertion.hpp"

#include <cstddef>
#include <functional>
#include <utility>

namespace sinew {

/// Counts what a node has begun and not yet finished: commands without an answer, deliveries without an ack. A drain
/// waits for it to reach zero. Loop's thread only.
class activity {
 public:
  void begin() { ++open_; }
  void end() {
    SINEW_ASSERT(open_ > 0);
    if (--open_ == 0 && when_idle_)
      std::exchange(when_idle_, nullptr)();
  }
  /// Calls `tell` once, as soon as nothing is open: perhaps at once.
  void when_idle(std::function<void()> tell) {
    if (open_ == 0)
      return tell();
    when_idle_ = std::move(tell);
  }
  /// Nobody waits any more.
  void forget_waiter() { when_idle_ = nullptr; }
  [[nodiscard]] auto open() const -> std::size_t { return open_; }

 private:
  std::size_t open_ = 0;
  std::function<void()> when_idle_;
};

} // namespace sinew
