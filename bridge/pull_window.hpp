// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>

namespace sinew {

/// How many messages of a pull consumer are on order, and when to order more: at first a whole window, then up to the
/// window again whenever less than half of it is still to come (the bookkeeping of nats.go's `Consume`). Pure.
class pull_window {
 public:
  explicit pull_window(std::size_t size) : size_{std::max<std::size_t>(size, 1)} {}

  /// How many to order now; 0: enough is on order. Counts them as ordered.
  auto take_order() -> std::size_t {
    if (on_order_ >= (size_ + 1) / 2)
      return 0;
    const auto wanted = size_ - on_order_;
    on_order_ = size_;
    return wanted;
  }
  /// One of those ordered has come.
  void arrived() { cancelled(1); }
  /// The broker ended an order with so many of it undelivered.
  void cancelled(std::size_t undelivered) { on_order_ -= std::min(on_order_, undelivered); }
  /// All orders are gone: lost connection, new leader, missed heartbeat.
  void reset() { on_order_ = 0; }

  [[nodiscard]] auto on_order() const -> std::size_t { return on_order_; }

 private:
  std::size_t size_;
  std::size_t on_order_ = 0;
};

} // namespace sinew
