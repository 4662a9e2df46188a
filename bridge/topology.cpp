// SPDX-License-Identifier: Apache-2.0
#include "bridge/topology.hpp"

#include "bridge/api.hpp"
#include "bridge/json_field.hpp"
#include "bridge/subjects.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <memory>

namespace sinew::topology {

namespace {

using nlohmann::json;

auto nanoseconds(std::chrono::nanoseconds d) -> std::int64_t {
  return d.count();
}

auto storage_of(durability label) -> std::string_view {
  return label == durability::memory ? "memory" : "file";
}

auto subjects_of(const service& s, auto make) -> json {
  auto all = json::array();
  for (const auto* kind : s.aggregates)
    all.push_back(make(kind->name()));
  return all;
}

/// The log itself: nothing in it may ever be changed or removed.
auto event_stream(const service& s, durability label) -> stream {
  return {{"name", subject::event_stream(s.name)},
          {"subjects", subjects_of(s, subject::events)},
          {"storage", storage_of(label)},
          {"num_replicas", replicas_of(label)},
          {"retention", "limits"},
          {"deny_delete", true},
          {"deny_purge", true},
          {"allow_direct", true},
          {"allow_atomic", true},
          {"duplicate_window", nanoseconds(std::chrono::minutes{2})}};
}

/// One message for each aggregate: the newest.
auto snapshot_stream(const service& s, durability label) -> stream {
  return {{"name", subject::snapshot_stream(s.name)},
          {"subjects", subjects_of(s, subject::snapshots)},
          {"storage", storage_of(label)},
          {"num_replicas", replicas_of(label)},
          {"retention", "limits"},
          {"max_msgs_per_subject", 1},
          {"allow_direct", true}};
}

/// Schedules until they fire, and what has fired until it is acknowledged. Apart from the log, because schedules let a
/// publisher erase messages, and because many that fire at once would hold up appends.
auto timer_stream(const service& s, durability label) -> stream {
  auto subjects = subjects_of(s, subject::timers);
  for (const auto* kind : s.aggregates)
    subjects.push_back(subject::dues(kind->name()));
  return {{"name", subject::timer_stream(s.name)}, {"subjects", std::move(subjects)}, {"storage", storage_of(label)},
          {"num_replicas", replicas_of(label)},    {"retention", "workqueue"},        {"allow_msg_schedules", true}};
}

auto park_stream(durability label) -> stream {
  return {{"name", subject::park_stream}, {"subjects", json::array({subject::all_parked})},
          {"storage", storage_of(label)}, {"num_replicas", replicas_of(label)},
          {"retention", "limits"},        {"allow_direct", true}};
}

/// The broker's word on messages that it gave up, until somebody has seen to them. Words are not stored elsewhere: a service
/// that does not run when one is spoken would never hear it.
auto undelivered_stream(durability label) -> stream {
  return {{"name", subject::undelivered_stream},
          {"subjects", json::array({subject::all_given_up})},
          {"storage", storage_of(label)},
          {"num_replicas", replicas_of(label)},
          {"retention", "limits"},
          {"allow_direct", true}};
}

/// The broker's convention for a key-value bucket.
auto bucket(std::string_view name, durability label) -> stream {
  return {{"name", subject::bucket_stream(name)},
          {"subjects", json::array({subject::bucket_keys(name)})},
          {"storage", storage_of(label)},
          {"num_replicas", replicas_of(label)},
          {"retention", "limits"},
          {"max_msgs_per_subject", 1},
          {"discard", "new"},
          {"deny_delete", true},
          {"allow_rollup_hdrs", true},
          {"allow_direct", true},
          {"allow_msg_ttl", true}};
}

/// The broker leaves out what is off or empty.
auto is_nothing(const json& value) -> bool {
  return value.is_null() || value == false || value == 0 || value == "" || (value.is_array() && value.empty());
}

auto is_same(const json& a, const json& b) -> bool {
  if (is_nothing(a) || is_nothing(b))
    return is_nothing(a) && is_nothing(b);
  if (!a.is_array() || !b.is_array())
    return a == b;
  return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
}

/// A stream on several servers takes a moment, after it was made or has lost a server, until one of them leads it.
/// Until then nobody stores and nobody answers.
auto has_leader(const json& info) -> bool {
  return !info.contains("cluster") || !field_or(object_in(info, "cluster"), "leader", "").empty();
}

auto too_few_servers(const stream& wanted) -> tl::unexpected<error> {
  const int replicas = wanted["num_replicas"];
  return fail(
      errc::rejected_by_broker,
      fmt::format("durability 'quorum' keeps each stream on {} nats-servers, and there are not so many running "
                  "in one cluster: start them (deploy/README.md, or `sinew up --durability quorum` to try it), or use "
                  "--durability file",
                  replicas));
}

/// Applies one stream after the other; ends at the first error.
class application : public std::enable_shared_from_this<application> {
 public:
  application(connection& with, std::vector<stream> wanted, completion<void> done)
      // Round brackets: in curly ones the list would become one JSON array inside a list.
      : with_{with}, wanted_(std::move(wanted)), done_{std::move(done)} {}

  void next() {
    if (at_ == wanted_.size())
      return done_({});
    call_api(with_, subject::api("STREAM.INFO.", name()), nullptr,
             [self = shared_from_this()](result<api_answer> answer) { self->compare(std::move(answer)); });
  }

 private:
  [[nodiscard]] auto name() const -> std::string { return wanted_[at_]["name"]; }
  [[nodiscard]] auto what() const -> std::string { return "stream " + name(); }

  void compare(result<api_answer> answer) {
    if (!answer)
      return done_(tl::unexpected{answer.error()});
    if (answer->code == api_code::stream_not_found)
      return create();
    if (answer->is_error())
      return done_(answer->as_error(what()));
    if (const auto text = difference(wanted_[at_], answer->body["config"]); !text.empty())
      return done_(fail(errc::rejected_by_broker, text));
    settle(answer->body);
  }

  void create() {
    call_api(with_, subject::api("STREAM.CREATE.", name()), wanted_[at_],
             [self = shared_from_this()](result<api_answer> answer) { self->created(std::move(answer)); });
  }

  void created(result<api_answer> answer) {
    if (!answer)
      return done_(tl::unexpected{answer.error()});
    // Somebody else was quicker and wants something different: the comparison says what.
    if (answer->code == api_code::stream_name_in_use)
      return next();
    const bool too_few = answer->code == api_code::no_suitable_servers || answer->code == api_code::not_clustered;
    if (too_few && wanted_[at_]["num_replicas"] > 1)
      return done_(too_few_servers(wanted_[at_]));
    if (answer->is_error())
      return done_(answer->as_error(what()));
    settle(answer->body);
  }

  void settle(const json& info) {
    if (!has_leader(info))
      return done_(fail(errc::unavailable, what() + " has no leader; do at least two of its three servers run?"));
    ++at_;
    next();
  }

  connection& with_;
  std::vector<stream> wanted_;
  completion<void> done_;
  std::size_t at_ = 0;
};

} // namespace

auto to_string(durability label) -> std::string_view {
  switch (label) {
    case durability::memory: return "memory";
    case durability::file: return "file";
    case durability::fsync: return "fsync";
    case durability::quorum: return "quorum";
  }
  return "unknown";
}

auto replicas_of(durability label) -> int {
  return label == durability::quorum ? 3 : 1;
}

auto parse_durability(std::string_view label) -> result<durability> {
  for (const auto known : {durability::memory, durability::file, durability::fsync, durability::quorum})
    if (label == to_string(known))
      return known;
  return fail(errc::invalid_input, fmt::format("no durability '{}': it is one of {}", label, all_labels));
}

auto shared_streams(durability label) -> std::vector<stream> {
  // Who is alive is told again every second, but its bucket must survive: a broker forgets streams in memory altogether.
  return {park_stream(label), undelivered_stream(label), bucket(subject::system_bucket, label),
          bucket(subject::nodes_bucket, label)};
}

auto streams_of(const service& s, durability label) -> std::vector<stream> {
  std::vector<stream> all;
  if (!s.aggregates.empty())
    all = {event_stream(s, label), snapshot_stream(s, label), timer_stream(s, label)};
  for (auto& shared : shared_streams(label))
    all.push_back(std::move(shared));
  return all;
}

auto difference(const stream& wanted, const stream& existing) -> std::string {
  for (const auto& [field, value] : wanted.items()) {
    const auto& found = existing.contains(field) ? existing[field] : json{};
    if (!is_same(value, found))
      return fmt::format(
          "stream {} exists, but its {} is {} where {} is wanted: use the settings it was made with, or "
          "another data directory",
          wanted["name"].get<std::string>(), field, found.dump(), value.dump());
  }
  return {};
}

void apply(connection& with, std::vector<stream> wanted, completion<void> done) {
  std::make_shared<application>(with, std::move(wanted), std::move(done))->next();
}

} // namespace sinew::topology
