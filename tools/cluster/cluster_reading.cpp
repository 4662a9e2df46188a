// SPDX-License-Identifier: Apache-2.0
#include "tools/cluster/cluster_reading.hpp"

#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"
#include "tools/client/log_reading.hpp"
#include "tools/client/registry_reading.hpp"
#include "tools/saga/saga_view.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>
#include <optional>

namespace sinew {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr auto node_patience = 500ms;
constexpr auto broker_patience = 2s;

/// What the broker's management says, also when it says no. None: nothing in time, as while a cluster chooses its leader.
void ask(connection& with, const std::string& subject, const std::string& question,
         std::function<void(std::optional<json>)> then) {
  with.request(subject, {}, as_bytes(question), broker_patience,
               [then = std::move(then)](const result<broker_message>& answer) {
                 if (!answer)
                   return then(std::nullopt);
                 auto said = json::parse(as_text(answer->body()), nullptr, false);
                 then(said.is_object() ? std::move(said) : json::object());
               });
}

/// Logs and timers: the streams that services read.
auto is_read(std::string_view stream) -> bool {
  return stream.starts_with("EVT_") || stream.starts_with("TMR_");
}

auto read_streams_in(const json& named) -> std::vector<std::string> {
  std::vector<std::string> names;
  const auto all = named.find("streams");
  if (all != named.end() && all->is_array())
    for (const auto& name : *all)
      if (name.is_string() && is_read(name.get_ref<const std::string&>()))
        names.push_back(name);
  return names;
}

auto info_of(std::string_view stream) -> std::string {
  return subject::api("STREAM.INFO.", std::string{stream});
}

auto counted(std::string_view filter) -> std::string {
  return json{{"subjects_filter", filter}}.dump();
}

auto node_in(const cluster_facts::record& from) -> std::string {
  const auto said = json::parse(from.text, nullptr, false);
  return said.is_object() ? field_or(said, "node", "") : std::string{};
}

auto records_of(const std::vector<log_message>& found) -> std::vector<cluster_facts::record> {
  std::vector<cluster_facts::record> all;
  for (const auto& m : found)
    if (!m.body.empty()) // else: it has said goodbye
      all.push_back({std::string{as_text(m.body)}, parse_broker_time(m.stored_at)});
  return all;
}

void take_system(cluster_facts& into, const system_values& values) {
  const auto known = catalog_of(values);
  for (const auto& card : known.services())
    into.services.push_back(card.name);
  if (const auto label = values.find(std::string{subject::durability_key}); label != values.end())
    into.durability = as_text(label->second);
  for (const auto& [key, value] : values)
    if (const auto row = subject::parse_route(key); row && row->kind == subject::route_of_nodes && !value.empty())
      into.canaries.emplace(row->name, as_text(value));
  if (const auto count = values.find(std::string{subject::partitions_key}); count != values.end()) {
    const auto digits = as_text(count->second);
    std::from_chars(digits.data(), digits.data() + digits.size(), into.partitions);
  }
}

/// One reading; lives until it has been answered.
class cluster_run : public std::enable_shared_from_this<cluster_run> {
 public:
  cluster_run(connection& with, completion<cluster_facts> done) : with_{with}, done_{std::move(done)} {}

  void start() {
    ask_system(with_, [self = shared_from_this()](const result<system_values>& values) {
      if (!values)
        return self->done_(tl::unexpected{values.error()});
      take_system(self->facts_, *values);
      self->read_nodes();
    });
  }

 private:
  void read_nodes() {
    if (facts_.services.empty())
      return done_(fail(errc::unavailable, "no service has registered with this broker; start them with `sinew up`"));
    ask_newest(with_, subject::bucket_stream(subject::nodes_bucket), {subject::bucket_keys(subject::nodes_bucket)},
               [self = shared_from_this()](const result<std::vector<log_message>>& found) {
                 if (!found)
                   return self->done_(tl::unexpected{found.error()});
                 self->facts_.nodes = records_of(*found);
                 self->read_clock();
               });
  }

  /// At once after the nodes: its clock tells how long they have been silent.
  void read_clock() {
    ask(with_, info_of(subject::bucket_stream(subject::system_bucket)), {},
        [self = shared_from_this()](const std::optional<json>& said) {
          auto& facts = self->facts_;
          facts.system_stream = said.value_or(json::object());
          facts.now = parse_broker_time(field_or(facts.system_stream, "ts", ""));
          for (const auto& node : facts.nodes)
            facts.now = std::max(facts.now, node.stored);
          self->read_the_rest();
        });
  }

  /// What is independent of each other, at the same time.
  void read_the_rest() {
    const auto all_is_begun = begin(); // so that it does not end before
    take(facts_.park_stream, info_of(subject::park_stream), counted("park.*.*.*"));
    take(facts_.aside_stream, info_of(subject::park_stream), counted("park.*.*.*.aside"));
    take(facts_.account, "$JS.API.INFO", {});
    for (const auto& record : facts_.nodes)
      if (const auto node = node_in(record); is_valid_id(node))
        ask_node(node);
    ask(with_, "$JS.API.STREAM.NAMES", {}, [self = shared_from_this(), awaited = begin()](const auto& named) {
      if (named)
        self->read_streams(read_streams_in(*named));
    });
  }

  void take(json& into, const std::string& subject, const std::string& question) {
    into = json::object();
    ask(with_, subject, question, [&into, awaited = begin()](std::optional<json> said) {
      if (said)
        into = std::move(*said);
    });
  }

  void ask_node(const std::string& node) {
    with_.request(subject::control(node, "status"), {}, {}, node_patience,
                  [self = shared_from_this(), node, awaited = begin()](const result<broker_message>& answer) {
                    if (!answer)
                      return;
                    if (auto status = json::parse(as_text(answer->body()), nullptr, false); status.is_object())
                      self->facts_.statuses[node] = std::move(status);
                  });
  }

  void read_streams(const std::vector<std::string>& streams) {
    // What is asked for is written where it belongs: neither list may grow meanwhile.
    facts_.consumers.assign(streams.size(), json::object());
    facts_.streams.assign(streams.size(), json::object());
    for (std::size_t i = 0; i < streams.size(); ++i) {
      take(facts_.consumers[i], subject::api("CONSUMER.LIST.", streams[i]), {});
      take(facts_.streams[i], info_of(streams[i]), {});
    }
  }

  /// Something is awaited for as long as what this returns lives; behind the last of it comes the answer.
  [[nodiscard]] auto begin() -> std::shared_ptr<void> {
    if (!awaited_.expired()) // it points to nothing, and so is never true
      return awaited_.lock();
    std::shared_ptr<void> first{nullptr, [self = shared_from_this()](void*) { self->finish(); }};
    awaited_ = first;
    return first;
  }

  void finish() {
    with_.where().post([self = shared_from_this()] { self->done_(std::move(self->facts_)); });
  }

  connection& with_;
  completion<cluster_facts> done_;
  cluster_facts facts_;
  std::weak_ptr<void> awaited_;
};

} // namespace

void ask_cluster(connection& with, completion<cluster_facts> done) {
  std::make_shared<cluster_run>(with, std::move(done))->start();
}

auto read_cluster(client& with) -> result<cluster_facts> {
  return with.await<cluster_facts>(
      [&](completion<cluster_facts> done) { ask_cluster(with.broker(), std::move(done)); });
}

} // namespace sinew
