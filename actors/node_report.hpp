// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_times.hpp"
#include "actors/metered_ports.hpp"
#include "actors/parking_lot.hpp"

#include <string>

namespace sinew {

/// What a node that is watched knows of itself. References only.
struct watched_node {
  const node_record& self;
  const parking_lot& parked;
  const metered_ports& kept;
  const command_times& times;
};

/// What the node has counted, in the Prometheus text format: node_figures.hpp, and how it stands just now (`sinew_node_ready`,
/// `sinew_partitions_owned`, `sinew_reader_lag_messages`, `sinew_parked_keys`).
auto figures_text(const watched_node& of) -> std::string;

/// Whether it can do its work: it is in its place among the others, and has caught up with what it reads.
auto is_ready(const watched_node& of) -> bool;

/// One JSON object:
///
///     {"ready": true, "service": "payment", "node": "payment-1", "state": "ready", "partitions": 64, "parked_keys": 0,
///      "lanes": [{"lane": "order.0", "open": true, "caught_up": true, "lag": 0}]}
///
/// A lane that is not open does not keep the node from being ready: what it is to read may never have been written yet. Fields may be
/// added.
auto readiness_json(const watched_node& of) -> std::string;

} // namespace sinew
