// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/names.hpp"
#include "kernel/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The only place that knows the text of a subject, a stream's name or a key in the broker: builds them and reads them
// back. Preconditions everywhere: names are valid names, ids valid ids (they were checked where they came in;
// asserted).
namespace sinew::subject {

// -- events: evt.<aggregate>.<partition>.<id>.<event> -----------------------------------------------------------------

auto event(const aggregate_key& key, std::string_view name) -> std::string;
/// All events of one aggregate: what every guarded append names, so that all writers of a key use the same filter text.
auto events_of(const aggregate_key& key) -> std::string;
/// `evt.order.*.*.placed`: one type of event of all aggregates of a kind.
auto events_named(std::string_view aggregate, std::string_view name) -> std::string;
/// `evt.order.17.*.placed`: the same of one partition.
auto events_named(std::string_view aggregate, std::uint32_t partition, std::string_view name) -> std::string;
/// `evt.order.>`
auto events(std::string_view aggregate) -> std::string;

// -- commands: cmd.<aggregate>.<partition>.<command>, queries: qry.<service>.<query>, control: ctl.<node>.<verb> -----

auto command(const aggregate_key& key, std::string_view name) -> std::string;
/// `cmd.order.>`
auto commands(std::string_view aggregate) -> std::string;
/// `cmd.order.17.>`
auto commands(std::string_view aggregate, std::uint32_t partition) -> std::string;
auto query(std::string_view service, std::string_view name) -> std::string;
/// `qry.order.>`
auto queries(std::string_view service) -> std::string;
auto control(std::string_view node, std::string_view verb) -> std::string;
/// Asks all gateways at once what they have compared of the resource that the body names.
inline constexpr std::string_view parity_of_http = "ctl.gateways.parity";
/// `ctl.order-1.>`
auto controls(std::string_view node) -> std::string;

// -- snapshots: snp.<aggregate>.<partition>.<id> ----------------------------------------------------------------------

auto snapshot(const aggregate_key& key) -> std::string;
auto snapshots(std::string_view aggregate) -> std::string;

// -- timers: tmr.<aggregate>.<partition>.<id>.<command>, fired: due.<…the same> ---------------------------------------

auto timer(const aggregate_key& key, std::string_view command) -> std::string;
auto timers(std::string_view aggregate) -> std::string;
auto due(const aggregate_key& key, std::string_view command) -> std::string;
auto dues(std::string_view aggregate) -> std::string;
/// Of all aggregates of a stream.
inline constexpr std::string_view all_dues = "due.>";
/// `due.*.17.>`
auto all_dues_of(std::uint32_t partition) -> std::string;

// -- parked messages: park.<service>.<aggregate>.<id>; beside them, one token longer, what is in no queue ---------------

auto parked(std::string_view service, const aggregate_key& key) -> std::string;
/// `park.order.*.*`: the queues of all keys of a service.
auto parked_keys(std::string_view service) -> std::string;
/// `….tried`: how it went when the first of the queue was tried again.
auto parked_note(std::string_view service, const aggregate_key& key) -> std::string;
/// `….aside`: what is no message of this key at all.
auto set_aside(std::string_view service, const aggregate_key& key) -> std::string;
inline constexpr std::string_view all_parked = "park.>";

// -- streams, buckets and the broker's own subjects -------------------------------------------------------------------

/// `EVT_ORDER`, `SNP_ORDER`, `TMR_ORDER`
auto event_stream(std::string_view service) -> std::string;
auto snapshot_stream(std::string_view service) -> std::string;
auto timer_stream(std::string_view service) -> std::string;
inline constexpr std::string_view park_stream = "PARK";

/// The broker's word that a consumer has given a message up: `$JS.EVENT.ADVISORY.…`
inline constexpr std::string_view undelivered_stream = "UNDELIVERED";
inline constexpr std::string_view all_given_up = "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>";
auto given_up(std::string_view stream, std::string_view consumer) -> std::string;

/// Key-value buckets: what all nodes of a system must agree on, and who is alive.
inline constexpr std::string_view system_bucket = "system";
inline constexpr std::string_view nodes_bucket = "nodes";
/// `KV_system`
auto bucket_stream(std::string_view bucket) -> std::string;
/// `$KV.system.schema.order`
auto bucket_key(std::string_view bucket, std::string_view key) -> std::string;
auto bucket_keys(std::string_view bucket) -> std::string;
/// The key of a subject below `$KV.<bucket>.`; empty when it is none.
auto key_in_bucket(std::string_view bucket, std::string_view subject) -> std::string_view;

inline constexpr std::string_view durability_key = "durability";
inline constexpr std::string_view partitions_key = "partitions";
auto schema_key(std::string_view service) -> std::string;
auto service_key(std::string_view service) -> std::string;
auto lanes_key(std::string_view service) -> std::string;

/// `route.nodes.order`: a row of the table of routes, which says what part of some traffic goes elsewhere. `nodes`: which of
/// a service's nodes serve (canary_rule).
auto route_key(std::string_view kind, std::string_view name) -> std::string;
inline constexpr std::string_view route_of_nodes = "nodes";
/// Which system serves an HTTP resource (http_route).
inline constexpr std::string_view route_of_http = "http";
/// Keys of all rows, as a filter.
inline constexpr std::string_view all_route_keys = "route.>";
struct route_parts {
  std::string_view kind;
  std::string_view name;
};
/// None: not the key of a row, or of none that could have been written by us.
auto parse_route(std::string_view key) -> std::optional<route_parts>;

/// In the bucket `nodes`.
auto node_key(std::string_view service, std::string_view node) -> std::string;

/// `$JS.API.` + verb, e.g. `api("STREAM.INFO.", "EVT_ORDER")`.
auto api(std::string_view verb, std::string_view stream) -> std::string;
auto api(std::string_view verb, std::string_view stream, std::string_view consumer) -> std::string;

// -- reading back -----------------------------------------------------------------------------------------------------

/// What a subject says about its message.
struct parts {
  aggregate_key key;
  std::string name; // of the event or command
};

/// `evt.…`, `tmr.…` or `due.…` of five tokens. invalid_input: names the subject and what is wrong with it (also a
/// partition that does not belong to the id).
auto parse(std::string_view subject) -> result<parts>;

struct parked_parts {
  std::string service;
  aggregate_key key;
  bool is_aside = false;
};
/// A queue or what was set aside; invalid_input for all else, notes too.
auto parse_parked(std::string_view subject) -> result<parked_parts>;

} // namespace sinew::subject
