// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"
#include "telemetry/metric_family.hpp"

#include <chrono>

namespace sinew {

/// How long commands took on this node, from their coming to their answer, by aggregate, since it started. Every node keeps this,
/// watched or not: two looks at the clock, a search by name among the node's few aggregates and an addition a command. Loop's
/// thread.
struct command_times {
  metric_family<histogram, 1> by_aggregate{
      "sinew_command_duration_seconds", "From the coming of a command to its answer", {"aggregate"}, histogram{quick}};
};

/// One command on its way: when it came, and where it counts. Not begun: it counts nowhere.
class command_stopwatch {
 public:
  void begin(histogram& counted, timestamp now) {
    counted_ = &counted;
    came_ = now;
  }
  [[nodiscard]] auto has_begun() const -> bool { return counted_ != nullptr; }
  void end(timestamp now) { counted_->observe(std::chrono::duration<double>{now - came_}.count()); }

 private:
  histogram* counted_ = nullptr;
  timestamp came_{};
};

} // namespace sinew
