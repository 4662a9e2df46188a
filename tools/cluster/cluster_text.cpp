// SPDX-License-Identifier: Apache-2.0
#include "tools/cluster/cluster_text.hpp"

#include "actors/placement.hpp"
#include "kernel/number_ranges.hpp"
#include "tools/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace sinew {

namespace {

auto count(std::uint64_t number, ink color = ink::plain) -> table_cell {
  return {std::to_string(number), color, true};
}

auto ink_of_state(std::string_view state) -> ink {
  if (state == "ready")
    return ink::good;
  return state == "silent" ? ink::bad : ink::warning;
}

auto partitions_cell(const node_view& node) -> std::string {
  if (!node.partitions)
    return "not told";
  const auto ranges = write_ranges(*node.partitions);
  return ranges.empty() ? "0" : fmt::format("{}: {}", node.partitions->size(), ranges);
}

auto variant_cell(const node_view& node) -> table_cell {
  return {node.variant, node.variant == main_variant ? ink::plain : ink::second_accent};
}

auto nodes_text(const cluster_view& view, const terminal& where) -> std::string {
  std::vector<table_row> rows{
      {{"service"}, {"node"}, {"state"}, {"version"}, {"variant"}, {"up"}, {"reads"}, {"partitions"}}};
  for (const auto& service : view.services) {
    std::string name = service.service;
    if (service.nodes.empty())
      rows.push_back({{name, ink::accent}, {"none", ink::bad}, {}, {}, {}, {}, {}, {}});
    for (const auto& node : service.nodes)
      rows.push_back({{std::exchange(name, {}), ink::accent},
                      {node.node},
                      {node.state, ink_of_state(node.state)},
                      {node.version},
                      variant_cell(node),
                      {node.uptime ? uptime_text(*node.uptime) : ""},
                      {node.lanes.empty() ? "" : fmt::format("{}", fmt::join(node.lanes, " "))},
                      {partitions_cell(node)}});
  }
  return "nodes\n" + table_text(rows, where);
}

/// Only where somebody depends on somebody.
auto parties_text(const cluster_view& view, const terminal& where) -> std::string {
  std::vector<table_row> rows{{{"outside party"},
                               {"seen by"},
                               {"breaker"},
                               {"calls", {}, true},
                               {"failures", {}, true},
                               {"rejected", {}, true},
                               {"in flight", {}, true}}};
  for (const auto& service : view.services)
    for (const auto& node : service.nodes)
      for (const auto& party : node.dependencies)
        rows.push_back({{party.name},
                        {node.node},
                        {party.breaker, party.breaker == "closed" ? ink::good : ink::bad},
                        count(party.calls),
                        count(party.failures),
                        count(party.rejected),
                        count(party.in_flight)});
  return rows.size() == 1 ? "" : "outside parties\n" + table_text(rows, where);
}

/// Of a histogram only bounds are known.
auto at_most(const command_latency& latency, std::uint64_t percent) -> table_cell {
  const auto bound = latency.percentile(percent).value_or(0);
  if (std::isfinite(bound))
    return {fmt::format("<= {} ms", bound), {}, true};
  return {fmt::format("> {} ms", latency.largest_bound()), ink::warning, true};
}

auto commands_text(const cluster_view& view, const terminal& where) -> std::string {
  std::vector<table_row> rows{
      {{"service"}, {"commands of"}, {"answered", {}, true}, {"p50", {}, true}, {"p99", {}, true}}};
  for (const auto& service : view.services)
    for (const auto& latency : service.commands())
      if (const auto answered = latency.answered(); answered > 0)
        rows.push_back({{service.service, ink::accent},
                        {latency.aggregate},
                        count(answered),
                        at_most(latency, 50),
                        at_most(latency, 99)});
  return rows.size() == 1 ? "" : "commands, since the nodes started\n" + table_text(rows, where);
}

auto readers_text(const cluster_view& view, const terminal& where) -> std::string {
  std::vector<table_row> rows{
      {{"stream"}, {"reader"}, {"pending", {}, true}, {"unacked", {}, true}, {"redelivered", {}, true}}};
  for (const auto& reader : view.readers)
    rows.push_back({{reader.stream, ink::accent},
                    {reader.reader},
                    count(reader.pending),
                    count(reader.unacked),
                    count(reader.redelivered, reader.redelivered > 0 ? ink::warning : ink::plain)});
  return rows.size() == 1 ? "" : "readers\n" + table_text(rows, where);
}

auto broker_text(const cluster_view& view, const terminal& where) -> std::string {
  std::vector<std::string> names;
  for (const auto& server : view.servers)
    names.push_back(server.is_offline ? where.on_out(ink::bad, server.name + " (offline)") : server.name);
  if (names.empty())
    return where.on_out(ink::bad, "broker: no leader; what only that knows is missing below\n");
  return fmt::format("broker: {}; JetStream API level {}; durability {}\n", fmt::join(names, ", "), view.api_level,
                     view.durability);
}

auto headline(const cluster_view& view, const terminal& where) -> std::string {
  std::size_t nodes = 0;
  for (const auto& service : view.services)
    nodes += service.nodes.size();
  const auto verdict =
      view.is_served() ? where.on_out(ink::good, "all served") : where.on_out(ink::bad, "not all served");
  auto text = fmt::format("cluster: {}, {} nodes of {} services\n", verdict, nodes, view.services.size());
  for (const auto& service : view.services)
    if (!service.unserved.empty())
      text += where.on_out(ink::bad, fmt::format("  nobody serves partitions {} of {}\n",
                                                 write_ranges(service.unserved), service.service));
  for (const auto& service : view.services)
    if (service.canary)
      text += fmt::format("  {}: {}\n", service.service, canary_text(*service.canary));
  return text;
}

auto parked_text(const cluster_view& view, const terminal& where) -> std::string {
  const auto aside =
      view.set_aside == 0 ? std::string{} : fmt::format("; {} set aside, see `sinew park ls`", view.set_aside);
  if (view.parked_messages == 0)
    return "parked: nothing" + aside;
  return where.on_out(ink::bad, fmt::format("parked: {} messages of {} keys wait for an operator", view.parked_messages,
                                            view.parked_keys)) +
         aside;
}

} // namespace

auto uptime_text(std::chrono::milliseconds uptime) -> std::string {
  const auto seconds = uptime.count() / 1'000;
  if (seconds < 60)
    return fmt::format("{} s", seconds);
  if (seconds < 3'600)
    return fmt::format("{} min", seconds / 60);
  if (seconds < 86'400)
    return fmt::format("{} h {} min", seconds / 3'600, seconds % 3'600 / 60);
  return fmt::format("{} d", seconds / 86'400);
}

auto canary_text(const canary_rule& rule) -> std::string {
  return fmt::format("{} % ({} of {} partitions) to nodes of variant {}", rule.share,
                     placement::canary_partitions(rule.share), partition_count, rule.variant);
}

auto cluster_text(const cluster_view& view, const terminal& where) -> std::string {
  return headline(view, where) + broker_text(view, where) + nodes_text(view, where) + parties_text(view, where) +
         commands_text(view, where) + readers_text(view, where) + parked_text(view, where);
}

} // namespace sinew
