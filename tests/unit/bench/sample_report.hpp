// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"

#include <string>
#include <utility>

namespace sinew::bench {

/// A run of a hundred operations that took `latency` each.
inline auto sample_measurement(side whose, double rate, std::chrono::nanoseconds latency) -> measurement {
  measurement m{.scenario = "command", .work = "a deposit", .whose = whose, .result = {}};
  m.result.plan.rate = rate;
  m.result.intended = 100;
  m.result.done = 100;
  m.result.done_per_second = rate;
  m.result.span = std::chrono::seconds{1};
  for (int i = 0; i < 100; ++i)
    m.result.latency.record(latency);
  m.result.slices.push_back({.from = {}, .done = 100, .not_done = 0});
  return m;
}

inline auto sample_report(std::chrono::nanoseconds latency) -> report {
  report r;
  r.where.when = "2026-11-25T04:00:00.000Z";
  r.where.durability = "file";
  r.where.rig_priority = "real-time";
  r.where.kept_awake = 2;
  r.where.broker_settings = {{"sync_interval", "not told"}};
  r.measurements.push_back(sample_measurement(side::sinew, 2'000, latency));
  r.measurements.push_back(sample_measurement(side::floor, 2'000, latency / 2));
  r.knees.push_back({.scenario = "command", .whose = side::sinew, .rate = 8'000, .slo = std::chrono::milliseconds{5}});
  r.slo = slo_verdict{.text = "p99<5ms", .held = true, .seen = "p99 = 1 ms"};
  return r;
}

} // namespace sinew::bench
