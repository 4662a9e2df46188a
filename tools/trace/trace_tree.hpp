// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/saga/saga_view.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// One event of a saga with what led to it.
struct trace_node {
  saga_step step;
  /// The event that it follows from, by index; none: somebody asked, or a timer rang.
  std::optional<std::size_t> cause;
  /// The command that its service answered with it: "reserve"; empty: unknown.
  std::string command;
  std::vector<std::size_t> effects; // by index, in the order of their storing
};

/// The events of one saga as trees by what caused what. Pure data.
struct trace_tree {
  std::vector<trace_node> nodes; // in the order of their storing
  std::vector<std::size_t> roots;

  /// From the first event on.
  [[nodiscard]] auto offset(std::size_t node) const -> std::chrono::nanoseconds;
  /// From the storing of its cause to its own: delivery, decision, what outside parties took, append. Of a root: none.
  [[nodiscard]] auto took(std::size_t node) const -> std::optional<std::chrono::nanoseconds>;
};

/// What causes what is in the log itself: each event names its command, and a reaction's command is named after its event
/// (actors/reaction.hpp). So no collector of traces is needed.
auto make_trace_tree(const catalog& known, const saga_view& saga) -> trace_tree;

/// The trace that collectors know the saga by, as hexadecimal digits; empty: it was in none.
auto trace_id_of(const saga_view& saga) -> std::string;

/// For machines: one JSON object, the nodes nested.
auto trace_json(const saga_view& saga, const trace_tree& tree) -> ordered_json;

} // namespace sinew
