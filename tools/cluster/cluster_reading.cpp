// SPDX-License-Identifier: Apache-2.0
#include "tools/cluster/cluster_reading.hpp"

#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"
#include "tools/client/log_reading.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/saga/saga_view.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sinew {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto node_patience = 500ms;
constexpr auto broker_patience = 2s;

/// What the broker's management says, also when it says no. None: nothing in time, as while a cluster chooses its leader.
auto ask(client& with, const std::string& subject, const std::string& question = {}) -> std::optional<json> {
  const auto answer = with.request(subject, as_bytes(question), broker_patience);
  if (!answer)
    return std::nullopt;
  auto said = json::parse(as_text(answer->body()), nullptr, false);
  return said.is_object() ? said : json::object();
}

/// Logs and timers: the streams that services read.
auto is_read(std::string_view stream) -> bool {
  return stream.starts_with("EVT_") || stream.starts_with("TMR_");
}

auto read_consumers(client& with) -> std::vector<json> {
  std::vector<json> all;
  const auto named = ask(with, "$JS.API.STREAM.NAMES");
  for (const auto& stream : named ? named->value("streams", json{}) : json{}) {
    if (!stream.is_string() || !is_read(stream.get<std::string>()))
      continue;
    auto listed = ask(with, subject::api("CONSUMER.LIST.", stream.get<std::string>()));
    if (!listed) // nor will it tell of the others
      break;
    all.push_back(std::move(*listed));
  }
  return all;
}

/// The nodes' own answers, of all at the same time.
auto read_statuses(client& with, const std::vector<cluster_facts::record>& nodes) -> std::map<std::string, json> {
  std::map<std::string, json> told;
  std::size_t awaited = 0;
  for (const auto& record : nodes) {
    const auto said = json::parse(record.text, nullptr, false);
    const auto node = said.is_object() && said.contains("node") && said["node"].is_string()
                          ? said["node"].get<std::string>()
                          : std::string{};
    if (!is_valid_id(node))
      continue;
    ++awaited;
    with.broker().request(subject::control(node, "status"), {}, {}, node_patience,
                          [&told, &awaited, node](const result<broker_message>& answer) {
                            --awaited;
                            if (!answer)
                              return;
                            if (auto status = json::parse(as_text(answer->body()), nullptr, false); status.is_object())
                              told[node] = std::move(status);
                          });
  }
  while (awaited > 0)
    with.where().turn(node_patience); // each ends by its own deadline
  return told;
}

auto read_nodes(client& with) -> result<std::vector<cluster_facts::record>> {
  return read_newest(with, subject::bucket_stream(subject::nodes_bucket), {subject::bucket_keys(subject::nodes_bucket)})
      .map([](const std::vector<log_message>& found) {
        std::vector<cluster_facts::record> all;
        for (const auto& m : found)
          if (!m.body.empty()) // else: it has said goodbye
            all.push_back({std::string{as_text(m.body)}, parse_broker_time(m.stored_at)});
        return all;
      });
}

void take_system(cluster_facts& into, const system_values& values) {
  const auto known = catalog_of(values);
  for (const auto& card : known.services())
    into.services.push_back(card.name);
  if (const auto label = values.find(std::string{subject::durability_key}); label != values.end())
    into.durability = as_text(label->second);
  if (const auto count = values.find(std::string{subject::partitions_key}); count != values.end()) {
    const auto digits = as_text(count->second);
    std::from_chars(digits.data(), digits.data() + digits.size(), into.partitions);
  }
}

} // namespace

auto read_cluster(client& with) -> result<cluster_facts> {
  cluster_facts facts;
  const auto values = read_system(with);
  if (!values)
    return tl::unexpected{values.error()};
  take_system(facts, *values);
  if (facts.services.empty())
    return fail(errc::unavailable, "no service has registered with this broker; start them with `sinew up`");
  auto nodes = read_nodes(with);
  if (!nodes)
    return tl::unexpected{nodes.error()};
  facts.nodes = std::move(*nodes);
  // At once after the nodes: its clock tells how long they have been silent.
  facts.system_stream =
      ask(with, subject::api("STREAM.INFO.", subject::bucket_stream(subject::system_bucket))).value_or(json::object());
  facts.now = parse_broker_time(field_or(facts.system_stream, "ts", ""));
  for (const auto& node : facts.nodes)
    facts.now = std::max(facts.now, node.stored);
  const auto counted = [&with](std::string_view filter) {
    return ask(with, subject::api("STREAM.INFO.", subject::park_stream), json{{"subjects_filter", filter}}.dump())
        .value_or(json::object());
  };
  facts.park_stream = counted("park.*.*.*");
  facts.aside_stream = counted("park.*.*.*.aside");
  facts.account = ask(with, "$JS.API.INFO").value_or(json::object());
  facts.statuses = read_statuses(with, facts.nodes);
  facts.consumers = read_consumers(with);
  return facts;
}

} // namespace sinew
