// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_kind.hpp"
#include "actors/dependency.hpp"
#include "actors/reaction.hpp"
#include "actors/read_model.hpp"
#include "kernel/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// An event with which a saga ends that began with the first event of the same aggregate, and how: for whoever watches how long they
/// take.
struct saga_end {
  std::string_view aggregate;
  std::string_view event;
  std::string_view outcome; // "completed", "compensated"
};

/// A service, as data: everything the runtime, the topology and the tools need to know to run, wire and draw it.
struct service {
  /// Unique in the system; `order` owns the stream EVT_ORDER.
  std::string_view name;
  std::vector<const aggregate_kind*> aggregates;
  std::vector<reaction> reactions;
  /// Binary FlatBuffers schema of its payloads, static. Table names follow from the wire's: `order` + `placed` is
  /// OrderPlaced.
  bytes_view schema;
  /// The outside parties it calls, for whoever looks at the node. Not part of `describe`: rows name their party.
  std::vector<watched_dependency> dependencies;
  /// The lists that are kept of its aggregates; each node keeps a copy of its own.
  std::vector<const read_model*> read_models = {};
  /// Not part of `describe`, either.
  std::vector<saga_end> saga_ends = {};

  [[nodiscard]] auto find(std::string_view aggregate) const -> const aggregate_kind*;
  [[nodiscard]] auto find_read_model(std::string_view name) const -> const read_model*;
};

/// "order", "timed_out" -> "OrderTimedOut": the table of an event or command.
auto table_name(std::string_view aggregate, std::string_view type) -> std::string;

/// The service as JSON: what `--describe` prints and the registry holds.
auto describe(const service& s) -> std::string;

} // namespace sinew
