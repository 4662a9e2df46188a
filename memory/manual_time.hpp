// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "memory/manual_clock.hpp"
#include "memory/manual_poller.hpp"

#include <functional>

namespace sinew {

/// A loop whose time is in a test's hands: idle spans are jumped over, so that an hour of timers takes no time, and a
/// run is the same each time.
class manual_time {
 public:
  using duration = loop::clock::duration;

  [[nodiscard]] auto where() -> loop& { return loop_; }
  [[nodiscard]] auto clock() -> wall_clock& { return clock_; }

  /// Turns until nothing is left to do at this very time.
  void settle();
  /// Lets `span` pass: every timer fires at its own time, and what follows from it happens before the next.
  void advance(duration span);
  /// Lets time pass until `done()` is true, at most `patience`. False: patience ran out.
  auto run_until(const std::function<bool()>& done, duration patience) -> bool;

 private:
  auto turn() -> bool;
  auto jump(loop::time_point end) -> bool;

  // 2026-01-01T00:00:00Z: any time will do, as long as it is the same in each run.
  static constexpr timestamp birth = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

  manual_poller poller_;
  manual_clock clock_{poller_, birth};
  loop loop_{poller_};
};

} // namespace sinew
