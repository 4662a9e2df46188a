// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/canary_rule.hpp"
#include "tools/exit_code.hpp"
#include "tools/transcode/payload_reader.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// What nodes, registry and broker say, as they say it: JSON of which nothing is taken for granted, since nodes of
/// another version may have written it.
struct cluster_facts {
  struct record {
    std::string text;
    std::chrono::nanoseconds stored{}; // by the broker's clock, since 1970
  };

  /// Services that have ever registered.
  std::vector<std::string> services;
  /// From the bucket `nodes`.
  std::vector<record> nodes;
  /// What nodes answered on `ctl.<node>.status`, by node; those that do not answer are missing.
  std::map<std::string, nlohmann::json> statuses;
  /// `CONSUMER.LIST` and `STREAM.INFO` of each stream that services read.
  std::vector<nlohmann::json> consumers;
  std::vector<nlohmann::json> streams;
  /// `STREAM.INFO` of the bucket `system`, and of `PARK` with the subjects of its queues and of what is set aside;
  /// `$JS.API.INFO`.
  nlohmann::json system_stream;
  nlohmann::json park_stream;
  nlohmann::json aside_stream;
  nlohmann::json account;
  /// The rules of the services' canaries, by service.
  std::map<std::string, std::string> canaries;
  std::string durability;
  std::uint32_t partitions = 0;
  /// When all this was asked, by the broker's clock.
  std::chrono::nanoseconds now{};
};

/// An outside party as one node sees it.
struct dependency_view {
  std::string name;
  std::string breaker;         // closed, open, half_open; empty: not told
  std::uint64_t calls = 0;     // since the node started
  std::uint64_t failures = 0;  // of those: attempts that speak against the party
  std::uint64_t rejected = 0;  // calls that were not made, because the breaker was open or too many were under way
  std::uint64_t in_flight = 0; // now
};

/// How long the commands of one aggregate took, on one node or on all, since they started: how many took at most so many milliseconds
/// and more than the bound before. Above all bounds, of which there is at least one, is infinity.
struct command_latency {
  std::string aggregate;
  std::map<double, std::uint64_t> at_most_ms;

  [[nodiscard]] auto answered() const -> std::uint64_t;
  /// So many percent took at most that, in milliseconds; infinity: more than the largest bound. None: nothing was answered.
  [[nodiscard]] auto percentile(std::uint64_t percent) const -> std::optional<double>;
  /// In milliseconds: whatever took longer is only known to have done so.
  [[nodiscard]] auto largest_bound() const -> double;
};

struct node_view {
  std::string service;
  std::string node;
  /// starting, ready, draining, drained; "silent" when it has not been heard of for longer than it may be.
  std::string state;
  std::string version;                                  // empty: not told
  std::optional<std::chrono::milliseconds> uptime;      // none: not told
  std::optional<std::vector<std::uint32_t>> partitions; // none: not told, for it serves what comes (older versions)
  std::vector<std::string> lanes;
  std::vector<dependency_view> dependencies;
  std::vector<command_latency> commands; // none: not told (older versions)
  std::int64_t pid = 0;                  // 0: not told
  std::string machine; // where the pid means something, see node_record; empty: not told (older versions)
  std::string variant;
};

/// A durable consumer: how far one reader of a stream is.
struct reader_view {
  std::string reader;
  std::string stream;
  std::uint64_t pending = 0;     // stored, and not delivered yet
  std::uint64_t unacked = 0;     // delivered, and being worked at
  std::uint64_t redelivered = 0; // of those: not for the first time
};

/// A service's log: two looks tell how much is stored in between.
struct log_view {
  std::string stream;
  std::uint64_t last_position = 0;
  std::uint64_t messages = 0;
  std::uint64_t size = 0; // bytes
};

struct service_view {
  std::string service;
  std::vector<node_view> nodes;
  /// Partitions that no living node serves.
  std::vector<std::uint32_t> unserved;
  /// Which part of its partitions goes to nodes of another variant; none: no rule, or one that counts as none.
  std::optional<canary_rule> canary;

  /// Of all its nodes, by aggregate.
  [[nodiscard]] auto commands() const -> std::vector<command_latency>;
};

struct server_view {
  std::string name;
  bool is_leader = false; // of the bucket `system`: an example, each stream has a leader of its own
  bool is_offline = false;
};

/// A running system at one moment. Pure data.
struct cluster_view {
  std::chrono::nanoseconds now{}; // by the broker's clock, since 1970
  std::vector<server_view> servers;
  int api_level = 0;
  std::string durability;
  std::uint32_t partitions = 0;
  std::vector<service_view> services; // by name
  std::vector<reader_view> readers;   // by stream and name
  std::vector<log_view> logs;         // by stream
  std::uint64_t parked_keys = 0;
  std::uint64_t parked_messages = 0;
  std::uint64_t set_aside = 0; // messages that hold nobody up

  /// Every partition of every service has somebody who answers.
  [[nodiscard]] auto is_served() const -> bool;
  [[nodiscard]] auto find_node(std::string_view name) const -> const node_view*;
};

/// What a node tells of itself; `now` is the broker's. None: not the record of a node.
auto read_node(std::string_view record, std::chrono::nanoseconds now) -> std::optional<node_view>;

auto make_cluster_view(const cluster_facts& facts) -> cluster_view;

/// One JSON object: for machines.
auto cluster_json(const cluster_view& view) -> ordered_json;

} // namespace sinew
