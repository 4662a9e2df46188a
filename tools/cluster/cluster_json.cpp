// SPDX-License-Identifier: Apache-2.0
#include "kernel/time.hpp"
#include "tools/cluster/cluster_view.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sinew {

namespace {

auto dependency_json(const dependency_view& party) -> ordered_json {
  return {{"name", party.name},         {"breaker", party.breaker},   {"calls", party.calls},
          {"failures", party.failures}, {"rejected", party.rejected}, {"in_flight", party.in_flight}};
}

auto node_json(const node_view& node) -> ordered_json {
  ordered_json json{{"node", node.node}, {"state", node.state}, {"variant", node.variant}};
  if (!node.version.empty())
    json["version"] = node.version;
  if (node.pid != 0)
    json["pid"] = node.pid;
  if (node.uptime)
    json["uptime_ms"] = node.uptime->count();
  if (node.partitions)
    json["partitions"] = *node.partitions;
  json["lanes"] = node.lanes;
  json["dependencies"] = ordered_json::array();
  for (const auto& dependency : node.dependencies)
    json["dependencies"].push_back(dependency_json(dependency));
  return json;
}

/// A percentile beyond the largest bound is left out: nobody knows by how much.
auto latency_json(const command_latency& latency) -> ordered_json {
  ordered_json json{{"aggregate", latency.aggregate},
                    {"answered", latency.answered()},
                    {"largest_bound_ms", latency.largest_bound()}};
  for (const auto percent : {50U, 90U, 99U})
    if (const auto at_most = latency.percentile(percent); at_most && std::isfinite(*at_most))
      json[fmt::format("p{}_at_most_ms", percent)] = *at_most;
  return json;
}

auto service_json(const service_view& service) -> ordered_json {
  auto nodes = ordered_json::array();
  for (const auto& node : service.nodes)
    nodes.push_back(node_json(node));
  auto commands = ordered_json::array();
  for (const auto& latency : service.commands())
    commands.push_back(latency_json(latency));
  ordered_json json{{"service", service.service}, {"unserved", service.unserved}};
  if (service.canary)
    json["canary"] = {{"variant", service.canary->variant}, {"share", service.canary->share}};
  json["commands"] = std::move(commands);
  json["nodes"] = std::move(nodes);
  return json;
}

auto reader_json(const reader_view& reader) -> ordered_json {
  return {{"reader", reader.reader},
          {"stream", reader.stream},
          {"pending", reader.pending},
          {"unacked", reader.unacked},
          {"redelivered", reader.redelivered}};
}

auto log_json(const log_view& log) -> ordered_json {
  return {
      {"stream", log.stream}, {"last_position", log.last_position}, {"messages", log.messages}, {"bytes", log.size}};
}

template <class T>
auto array_of(const std::vector<T>& all, auto make) -> ordered_json {
  auto array = ordered_json::array();
  for (const auto& one : all)
    array.push_back(make(one));
  return array;
}

} // namespace

auto cluster_json(const cluster_view& view) -> ordered_json {
  const auto server = [](const server_view& s) -> ordered_json {
    return {{"name", s.name}, {"leader", s.is_leader}, {"offline", s.is_offline}};
  };
  return {
      {"now", to_rfc3339(from_unix_ns(view.now.count()))},
      {"served", view.is_served()},
      {"broker",
       {{"servers", array_of(view.servers, server)}, {"api_level", view.api_level}, {"durability", view.durability}}},
      {"partitions", view.partitions},
      {"services", array_of(view.services, service_json)},
      {"readers", array_of(view.readers, reader_json)},
      {"logs", array_of(view.logs, log_json)},
      {"parked", {{"keys", view.parked_keys}, {"messages", view.parked_messages}, {"set_aside", view.set_aside}}}};
}

} // namespace sinew
