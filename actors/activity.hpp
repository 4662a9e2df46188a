// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/assertion.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace sinew {

/// Counts what a node has begun and not yet finished: commands without an answer, deliveries without an ack. A drain
/// waits for it to reach zero. Loop's thread only.
class activity {
 public:
  void begin() { ++count_->open; }
  void end() { count_->end(); }
  /// Begins something and gives the way to end it, once. Harmless when the node is gone by then: what a broker still holds
  /// of a dead node, it lets go of later.
  [[nodiscard]] auto begun() -> std::function<void()> {
    begin();
    return [count = count_] { count->end(); };
  }
  /// Calls `tell` once, as soon as nothing is open: perhaps at once.
  void when_idle(std::function<void()> tell) {
    if (count_->open == 0)
      return tell();
    count_->when_idle = std::move(tell);
  }
  /// Nobody waits any more.
  void forget_waiter() { count_->when_idle = nullptr; }
  [[nodiscard]] auto open() const -> std::size_t { return count_->open; }

 private:
  struct counted {
    std::size_t open = 0;
    std::function<void()> when_idle;

    void end() {
      SINEW_ASSERT(open > 0);
      if (--open == 0 && when_idle)
        std::exchange(when_idle, nullptr)();
    }
  };

  std::shared_ptr<counted> count_ = std::make_shared<counted>();
};

} // namespace sinew
