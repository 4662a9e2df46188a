// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/memory_alarms.hpp"
#include "memory/memory_stream.hpp"

#include <map>

namespace sinew {

/// What the broker keeps for one service: its log, its snapshots, its armed timers and those that have fired.
struct memory_archive {
  memory_archive(memory_link& home, const wall_clock& clock, memory_alarms::fired when_due)
      : alarms{home, clock, std::move(when_due)} {}

  memory_stream events;
  memory_stream due;
  memory_alarms alarms;
  std::map<aggregate_key, bytes> snapshots;
};

} // namespace sinew
