// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "memory/manual_poller.hpp"

namespace sinew {

/// Wall-clock time that moves with a manual poller's. `birth` is the time when that poller's clock stands at its start.
class manual_clock final : public wall_clock {
 public:
  /// `time` must outlive the clock.
  explicit manual_clock(const poller& time, timestamp birth) : time_{time}, birth_{birth} {}
  auto now() const -> timestamp override { return birth_ + time_.now().time_since_epoch(); }

 private:
  const poller& time_;
  timestamp birth_;
};

} // namespace sinew
