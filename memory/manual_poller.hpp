// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"

#include <atomic>

namespace sinew {

/// A poller without I/O whose clock moves only when told: waiting takes no time. See manual_time.hpp for driving a loop
/// with it.
///
/// All methods are for the loop's thread, except `wake`.
class manual_poller final : public poller {
 public:
  auto now() const -> time_point override { return now_; }
  /// Returns at once; remembers how long a real poller would have slept.
  void wait(time_point until) override;
  void wake() noexcept override { woken_ = true; }

  /// Moves the clock. Precondition: not backwards.
  void advance(time_point::duration by);

  /// Until when the latest `wait` would have slept; `now` or earlier when it would not have.
  [[nodiscard]] auto asleep_until() const -> time_point { return asleep_until_; }
  /// The next `wait` will end at once, for something has been posted.
  [[nodiscard]] auto is_woken() const -> bool { return woken_; }

 private:
  time_point now_{};
  time_point asleep_until_{};
  std::atomic<bool> woken_ = false;
};

} // namespace sinew
