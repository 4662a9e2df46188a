// SPDX-License-Identifier: Apache-2.0
#include "tools/cluster/cluster_view.hpp"

#include "bridge/canary_text.hpp"
#include "kernel/number_ranges.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

namespace sinew {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

/// A node tells of itself twice a second; the broker keeps what it said for five.
constexpr auto longest_silence = 2'500ms;

/// What a record may name at most; how many there are, the system says.
constexpr std::uint32_t most_partitions = 65'536;
constexpr std::size_t most_bounds = 64;

auto text(const json& from, const char* field) -> std::string {
  const auto found = from.find(field);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

auto number(const json& from, const char* field) -> std::uint64_t {
  const auto found = from.find(field);
  return found != from.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

auto part(const json& from, const char* field) -> json {
  const auto found = from.find(field);
  return found != from.end() ? *found : json::object();
}

/// Of what a stream's subjects hold.
auto sum_of(const json& subjects) -> std::uint64_t {
  std::uint64_t sum = 0;
  for (const auto& [subject, count] : subjects.items())
    if (count.is_number_unsigned())
      sum += count.get<std::uint64_t>();
  return sum;
}

/// The elements of a list; none when it is no list.
auto elements(const json& from, const char* field) -> std::vector<json> {
  const auto found = from.find(field);
  return found != from.end() && found->is_array() ? found->get<std::vector<json>>() : std::vector<json>{};
}

auto strings(const json& from, const char* field) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (const auto& element : elements(from, field))
    if (element.is_string())
      all.push_back(element.get<std::string>());
  return all;
}

/// Unreadable is none: nobody should count on such a node.
auto partitions_in(const json& record) -> std::optional<std::vector<std::uint32_t>> {
  if (!record.contains("partitions"))
    return std::nullopt;
  return read_ranges(text(record, "partitions"), most_partitions).value_or(std::vector<std::uint32_t>{});
}

/// Who says nothing is of an earlier version.
auto variant_in(const json& record) -> std::string {
  auto told = text(record, "variant");
  return told.empty() ? std::string{main_variant} : told;
}

auto canary_in(const cluster_facts& facts, const std::string& service) -> std::optional<canary_rule> {
  const auto found = facts.canaries.find(service);
  if (found == facts.canaries.end())
    return std::nullopt;
  const auto rule = read_canary_rule(found->second);
  return rule ? std::optional{*rule} : std::nullopt;
}

auto uptime_in(const json& record, std::chrono::nanoseconds now) -> std::optional<std::chrono::milliseconds> {
  const auto started = std::chrono::nanoseconds{static_cast<std::int64_t>(number(record, "started_ns"))};
  if (started == 0ns)
    return std::nullopt;
  // Two machines' clocks: a node may seem to come from the future.
  return std::max(0ms, std::chrono::duration_cast<std::chrono::milliseconds>(now - started));
}

auto dependencies_in(const json& status) -> std::vector<dependency_view> {
  std::vector<dependency_view> all;
  for (const auto& one : elements(status, "dependencies"))
    if (one.is_object())
      all.push_back({text(one, "name"), text(one, "breaker"), number(one, "calls"), number(one, "failures"),
                     number(one, "rejected"), number(one, "in_flight")});
  return all;
}

/// Nothing where lists and counts do not fit together.
auto latency_in(const json& told) -> std::optional<command_latency> {
  const auto bounds = elements(told, "at_most_ms");
  const auto counts = elements(told, "counts");
  if (text(told, "aggregate").empty() || bounds.empty() || bounds.size() > most_bounds ||
      counts.size() != bounds.size() + 1)
    return std::nullopt;
  command_latency made{.aggregate = text(told, "aggregate"), .at_most_ms = {}};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const bool is_last = i == bounds.size();
    if (!counts[i].is_number_unsigned() || (!is_last && !bounds[i].is_number()))
      return std::nullopt;
    made.at_most_ms[is_last ? std::numeric_limits<double>::infinity() : bounds[i].get<double>()] +=
        counts[i].get<std::uint64_t>();
  }
  return made;
}

auto latencies_in(const json& status) -> std::vector<command_latency> {
  std::vector<command_latency> all;
  for (const auto& one : elements(status, "commands"))
    if (auto told = one.is_object() ? latency_in(one) : std::nullopt)
      all.push_back(std::move(*told));
  return all;
}

auto node_in(const cluster_facts::record& from, const cluster_facts& facts) -> std::optional<node_view> {
  auto node = read_node(from.text, facts.now);
  if (!node)
    return node;
  if (facts.now - from.stored > longest_silence)
    node->state = "silent";
  if (const auto status = facts.statuses.find(node->node); status != facts.statuses.end()) {
    node->dependencies = dependencies_in(status->second);
    node->commands = latencies_in(status->second);
  }
  return node;
}

auto unserved_by(const std::vector<node_view>& nodes, std::uint32_t partitions) -> std::vector<std::uint32_t> {
  std::set<std::uint32_t> missing;
  for (std::uint32_t p = 0; p < partitions; ++p)
    missing.insert(p);
  for (const auto& node : nodes) {
    if (node.state == "silent")
      continue;
    if (!node.partitions && node.state == "ready")
      return {};
    for (const auto p : node.partitions.value_or(std::vector<std::uint32_t>{}))
      missing.erase(p);
  }
  return {missing.begin(), missing.end()};
}

auto services_in(const cluster_facts& facts) -> std::vector<service_view> {
  std::map<std::string, std::vector<node_view>> by_service;
  for (const auto& name : facts.services)
    by_service[name];
  for (const auto& record : facts.nodes)
    if (auto node = node_in(record, facts))
      by_service[node->service].push_back(std::move(*node));
  std::vector<service_view> all;
  for (auto& [name, nodes] : by_service) {
    std::ranges::sort(nodes, {}, &node_view::node);
    auto unserved = unserved_by(nodes, facts.partitions);
    all.push_back({name, std::move(nodes), std::move(unserved), canary_in(facts, name)});
  }
  return all;
}

auto readers_in(const cluster_facts& facts) -> std::vector<reader_view> {
  std::vector<reader_view> all;
  for (const auto& listed : facts.consumers)
    for (const auto& consumer : elements(listed, "consumers"))
      if (const auto name = text(part(consumer, "config"), "durable_name"); !name.empty()) // others are a tool's
        all.push_back({name, text(consumer, "stream_name"), number(consumer, "num_pending"),
                       number(consumer, "num_ack_pending"), number(consumer, "num_redelivered")});
  std::ranges::sort(all, {}, [](const reader_view& r) { return std::pair{r.stream, r.reader}; });
  return all;
}

auto logs_in(const cluster_facts& facts) -> std::vector<log_view> {
  std::vector<log_view> all;
  for (const auto& told : facts.streams) {
    const auto name = text(part(told, "config"), "name");
    const auto state = part(told, "state");
    if (name.starts_with("EVT_"))
      all.push_back({name, number(state, "last_seq"), number(state, "messages"), number(state, "bytes")});
  }
  std::ranges::sort(all, {}, &log_view::stream);
  return all;
}

auto servers_in(const cluster_facts& facts) -> std::vector<server_view> {
  const auto cluster = part(facts.system_stream, "cluster");
  std::vector<server_view> all;
  if (const auto leader = text(cluster, "leader"); !leader.empty())
    all.push_back({leader, true, false});
  for (const auto& replica : elements(cluster, "replicas"))
    all.push_back({text(replica, "name"), false, part(replica, "offline") == true});
  std::ranges::sort(all, {}, &server_view::name);
  return all;
}

} // namespace

auto command_latency::answered() const -> std::uint64_t {
  std::uint64_t all = 0;
  for (const auto& [bound, count] : at_most_ms)
    all += count;
  return all;
}

auto command_latency::largest_bound() const -> double {
  return std::prev(at_most_ms.end(), 2)->first;
}

auto command_latency::percentile(std::uint64_t percent) const -> std::optional<double> {
  const auto rank = (answered() * percent + 99) / 100;
  std::uint64_t seen = 0;
  for (const auto& [bound, count] : at_most_ms)
    if (seen += count; count > 0 && seen >= rank)
      return bound;
  return std::nullopt;
}

auto service_view::commands() const -> std::vector<command_latency> {
  std::map<std::string, command_latency> all;
  for (const auto& node : nodes)
    for (const auto& told : node.commands) {
      auto& sum = all[told.aggregate];
      sum.aggregate = told.aggregate;
      for (const auto& [bound, count] : told.at_most_ms)
        sum.at_most_ms[bound] += count;
    }
  std::vector<command_latency> made;
  for (auto& [name, latency] : all)
    made.push_back(std::move(latency));
  return made;
}

auto cluster_view::is_served() const -> bool {
  return std::ranges::all_of(services, [](const service_view& s) { return s.unserved.empty(); });
}

auto cluster_view::find_node(std::string_view name) const -> const node_view* {
  for (const auto& service : services)
    for (const auto& node : service.nodes)
      if (node.node == name)
        return &node;
  return nullptr;
}

auto read_node(std::string_view text_of_record, std::chrono::nanoseconds now) -> std::optional<node_view> {
  const auto record = json::parse(text_of_record, nullptr, false);
  if (!record.is_object() || text(record, "node").empty() || text(record, "service").empty())
    return std::nullopt;
  return node_view{.service = text(record, "service"),
                   .node = text(record, "node"),
                   .state = text(record, "state"),
                   .version = text(record, "version"),
                   .uptime = uptime_in(record, now),
                   .partitions = partitions_in(record),
                   .lanes = strings(record, "lanes"),
                   .dependencies = {},
                   .commands = {},
                   .pid = static_cast<std::int64_t>(number(record, "pid")),
                   .machine = text(record, "machine"),
                   .variant = variant_in(record)};
}

auto make_cluster_view(const cluster_facts& facts) -> cluster_view {
  const auto parked = part(part(facts.park_stream, "state"), "subjects");
  return {.now = facts.now,
          .servers = servers_in(facts),
          .api_level = static_cast<int>(number(part(facts.account, "api"), "level")),
          .durability = facts.durability,
          .partitions = facts.partitions,
          .services = services_in(facts),
          .readers = readers_in(facts),
          .logs = logs_in(facts),
          .parked_keys = parked.size(),
          .parked_messages = sum_of(parked),
          .set_aside = sum_of(part(part(facts.aside_stream, "state"), "subjects"))};
}

} // namespace sinew
