// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/guarded_append.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <vector>

namespace sinew {

/// Appends that wait while others are being stored, in order, and what of them goes next. Bounded. Pure: knows no socket and
/// no clock.
class append_pile {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  struct limits {
    /// Appends that may wait; one more is not taken.
    std::size_t waiting = 16'384;
    /// Messages of one batch. The broker's own limit is 1,000.
    std::size_t batch_messages = 500;
    /// Bytes of one batch, without headers. An append that is larger goes alone.
    std::size_t batch_bytes = 1024 * 1024;
  };

  explicit append_pile(limits bounds) : bounds_{bounds} {}

  /// False, and `a` is left as it was: the pile is full.
  auto add(time_point now, guarded_append& a) -> bool;

  /// Takes from the front what may be one atomic batch: as many whole appends as the limits allow, at least one if any
  /// waits, and no two of one aggregate. Of two writers that build on the same position, the broker would store both: it
  /// checks all guards of a batch against what was there before it.
  auto take_batch() -> std::vector<guarded_append>;
  /// Takes the first one. Precondition: one waits.
  auto take_one() -> guarded_append;
  /// Takes those that were added before `then`, oldest first.
  auto take_older_than(time_point then) -> std::vector<guarded_append>;

  [[nodiscard]] auto size() const -> std::size_t { return waiting_.size(); }

 private:
  struct waiter {
    guarded_append what;
    time_point since;
  };

  limits bounds_;
  std::deque<waiter> waiting_;
};

} // namespace sinew
