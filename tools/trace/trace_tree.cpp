// SPDX-License-Identifier: Apache-2.0
#include "tools/trace/trace_tree.hpp"

#include "actors/reaction.hpp"
#include "telemetry/trace_context.hpp"

#include <algorithm>

namespace sinew {

namespace {

auto milliseconds(std::chrono::nanoseconds t) -> double {
  return static_cast<double>(t.count() / 1000) / 1000; // microseconds are what a reader can use
}

/// "note_booked|note_refused": what an effect may answer with.
auto split(std::string_view commands) -> std::vector<std::string_view> {
  std::vector<std::string_view> all;
  for (;;) {
    const auto end = commands.find('|');
    all.push_back(commands.substr(0, end));
    if (end == std::string_view::npos)
      return all;
    commands.remove_prefix(end + 1);
  }
}

/// The command by which `cause` led to `step`; empty: it did not.
auto command_between(const catalog& known, const saga_step& cause, const saga_step& step) -> std::string {
  for (const auto& card : known.services())
    for (const auto& row : card.reactions) {
      if (row.aggregate != cause.aggregate || row.event != cause.event || row.target != step.aggregate)
        continue;
      for (const auto command : split(row.command))
        if (reaction_command_id(cause.event_id, {step.aggregate, step.id}, command) == step.causation)
          return std::string{command};
    }
  return {};
}

auto node_json(const trace_tree& tree, std::size_t at) -> ordered_json {
  const auto& [step, cause, command, effects] = tree.nodes[at];
  const auto took = tree.took(at);
  auto nested = ordered_json::array();
  for (const auto effect : effects)
    nested.push_back(node_json(tree, effect));
  return {{"after_ms", milliseconds(tree.offset(at))},
          {"took_ms", took ? ordered_json(milliseconds(*took)) : ordered_json()},
          {"service", step.service},
          {"aggregate", step.aggregate},
          {"id", step.id},
          {"command", command},
          {"event", step.event},
          {"version", step.version},
          {"position", step.position},
          {"actor", step.actor},
          {"effects", std::move(nested)}};
}

} // namespace

auto trace_tree::offset(std::size_t node) const -> std::chrono::nanoseconds {
  return nodes[node].step.stored - nodes.front().step.stored;
}

auto trace_tree::took(std::size_t node) const -> std::optional<std::chrono::nanoseconds> {
  const auto& n = nodes[node];
  if (!n.cause)
    return std::nullopt;
  return n.step.stored - nodes[*n.cause].step.stored;
}

auto make_trace_tree(const catalog& known, const saga_view& saga) -> trace_tree {
  trace_tree tree;
  for (const auto& step : saga.steps)
    tree.nodes.push_back({.step = step, .cause = {}, .command = {}, .effects = {}});
  // A saga has some dozen steps; which of them comes first in the log says nothing where clocks differ.
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    auto& node = tree.nodes[i];
    for (std::size_t j = 0; j < tree.nodes.size() && !node.cause; ++j)
      if (auto command = j == i ? std::string{} : command_between(known, tree.nodes[j].step, node.step);
          !command.empty()) {
        node.cause = j;
        node.command = std::move(command);
        tree.nodes[j].effects.push_back(i);
      }
    if (!node.cause)
      tree.roots.push_back(i);
  }
  return tree;
}

auto trace_id_of(const saga_view& saga) -> std::string {
  for (const auto& step : saga.steps)
    if (const auto where = parse_traceparent(step.trace))
      return trace_id_text(where->trace);
  return {};
}

auto trace_json(const saga_view& saga, const trace_tree& tree) -> ordered_json {
  auto roots = ordered_json::array();
  for (const auto root : tree.roots)
    roots.push_back(node_json(tree, root));
  return {{"id", saga.id},
          {"outcome", name_of(saga.outcome)},
          {"trace_id", trace_id_of(saga)},
          {"duration_ms", milliseconds(saga.duration())},
          {"roots", std::move(roots)}};
}

} // namespace sinew
