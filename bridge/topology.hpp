// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "actors/service.hpp"
#include "bridge/connection.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

// All streams, buckets and consumers, as data. Applied idempotently; a difference between what is wanted and what exists is
// reported, never silently overwritten: the data in it was written under the old terms.
namespace sinew::topology {

/// What a write survives; the same for all streams of a system.
enum class durability : std::uint8_t {
  memory, ///< nothing: for tests and measurements
  file,   ///< the death of any process; a loss of power may cost what the broker has not yet synced
  fsync,  ///< loss of power, when the broker runs with `sync_interval: always`
  quorum, ///< the loss of any one of three servers, with its disk; needs a cluster of at least three
};

auto to_string(durability label) -> std::string_view;
/// All labels, as people are told: "memory, file, fsync or quorum".
inline constexpr std::string_view all_labels = "memory, file, fsync or quorum";
/// On how many servers each stream lies, and with it the state of its durable consumers.
auto replicas_of(durability label) -> int;
/// invalid_input: names the text and the labels there are.
auto parse_durability(std::string_view label) -> result<durability>;

/// The configuration of a stream in the broker's own words (`$JS.API.STREAM.CREATE`).
using stream = nlohmann::json;

/// Everything `s` needs: its own streams, then those shared by all services.
auto streams_of(const service& s, durability label) -> std::vector<stream>;
/// Only what is shared: parked messages and the key-value buckets.
auto shared_streams(durability label) -> std::vector<stream>;

/// The first difference that matters between what is wanted and what exists; empty when there is none. Says stream, field
/// and both values.
auto difference(const stream& wanted, const stream& existing) -> std::string;

/// Creates what is missing. rejected_by_broker: something exists and differs, the broker refuses (names stream and field),
/// or it has not the servers that the label needs (says what to do). unavailable: a stream has no leader, yet or any more.
void apply(connection& with, std::vector<stream> wanted, completion<void> done);

/// The durable consumer of a lane of a subscription. The only lane of a subscription has the reader's own name.
struct consumer {
  std::string stream;
  std::string name;
  nlohmann::json config;
};
auto consumer_of(const subscription& s) -> consumer;

/// Creates the consumer, or brings it up to date when the subscription has changed, and tells how many deliveries others
/// have left unacknowledged. One that must be created begins behind `floor` (0: at the beginning), or at the beginning if the
/// stream does not reach so far: then it is another one, and we have seen nothing of it. not_found: no such stream (yet).
void apply(connection& with, const consumer& wanted, std::uint64_t floor, completion<std::uint64_t> done);

/// Removes a consumer, so that `apply` makes it anew. Fine if there is none.
void remove(connection& with, const consumer& which, completion<void> done);

/// A number of lanes is for ever: each lane has its own place in the upstream. Agrees with what the service's nodes read in
/// before; the first decides. rejected_by_broker: they differ; the text has both numbers.
void agree_on_lanes(connection& with, std::string_view service, std::uint32_t lanes, completion<void> done);

} // namespace sinew::topology
