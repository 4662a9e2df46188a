// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "telemetry/metric_family.hpp"

#include <chrono>
#include <string_view>

namespace sinew {

/// What a node counts of its work, for Prometheus: names, units and labels are a promise to dashboards (deploy/grafana/sinew.json).
/// Only nodes that are watched have one. Loop's thread.
struct node_figures {
  using seconds = std::chrono::duration<double>;

  metric_family<counter, 3> commands{
      "sinew_commands_total", "Commands answered by this node, by outcome", {"aggregate", "command", "outcome"}};
  metric_family<counter, 2> refusals{
      "sinew_command_refusals_total", "Commands that the domain refused, by reason", {"aggregate", "reason"}};
  metric_family<counter, 2> events{"sinew_events_stored_total", "Events appended to the log", {"aggregate", "event"}};
  metric_family<histogram, 1> append_time{
      "sinew_append_duration_seconds", "From an append to its acknowledgement", {"aggregate"}, histogram{quick}};
  metric_family<counter, 2> append_failures{
      "sinew_append_failures_total", "Appends that did not surely succeed, by error", {"aggregate", "code"}};
  metric_family<counter, 1> deliveries{
      "sinew_reader_deliveries_total", "Messages that came from a log, repetitions included", {"upstream"}};
  metric_family<histogram, 1> critical_time{"sinew_reaction_critical_time_seconds",
                                            "From the storing of an event to the end of what it led to here",
                                            {"upstream"},
                                            histogram{slow}};
  metric_family<histogram, 1> saga_time{"sinew_saga_duration_seconds",
                                        "From the first event of a saga to its last, by outcome",
                                        {"outcome"},
                                        histogram{slow}};
  histogram turn_time{quick};

  /// A command has been answered.
  void answered(const message& command, const receipt& given);
  /// All but what others keep (how long commands took, lags, parked keys).
  void write(metric_page& to) const;
};

} // namespace sinew
