// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_times.hpp"
#include "actors/ports.hpp"
#include "actors/service.hpp"

#include <string>

namespace caf {
class actor_system;
}

namespace sinew {

// What a node tells about itself when it is asked: on `ctl.<node>.status` for programs, on `ctl.<node>.metrics` for
// Prometheus. On the loop's thread.

/// One JSON object:
///
///     {"service": "payment", "node": "payment-1", "version": "0.1.0", "variant": "main", "state": "ready",
///      "pid": 4711, "uptime_ms": 12000,          // since the node started
///      "dependencies": [{                        // the outside parties it calls, as it sees them
///        "name": "card provider",
///        "breaker": "open",                      // closed, open, half_open
///        "open_for_ms": 600,                     // how long it stays open; 0 when it is not
///        "openings": 1, "calls": 40, "retries": 3, "failures": 8, "rejected": 20,   // since the node started
///        "in_flight": 0, "waiting": 0}],         // calls under way, and calls that wait for a place
///      "commands": [{                            // those it has answered since it started, and how long that took
///        "aggregate": "payment",
///        "at_most_ms": [0.05, 0.1, …, 5000],     // upper bounds
///        "counts": [0, 12, …, 3, 0]}]}           // so many above the bound before, and at most that; the last: above all
///
/// Fields may be added; none changes its meaning.
auto status_json(const service& served, const node_record& self, timestamp now, const command_times& times)
    -> std::string;

/// The same figures, and what the actor system counts itself (actors, mailboxes, messages), in the Prometheus text
/// format: `sinew_dependency_calls_total{party="card provider"} 40 …`; `sinew_dependency_breaker` is 0 when closed, 1
/// when half open, 2 when open. Keeps its counters in the system's registry. What a node counts of its own work is behind it
/// (actors/node_report.hpp), where it is watched.
auto metrics_text(const service& served, caf::actor_system& system) -> std::string;

} // namespace sinew
