// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"

#include "kernel/assertion.hpp"

#include <fmt/format.h>
#include <vector>

namespace sinew::subject {

namespace {

auto name(std::string_view text) -> std::string_view {
  SINEW_ASSERT(is_valid_name(text));
  return text;
}

/// `<aggregate>.<partition>.<id>`
auto of(const aggregate_key& key) -> std::string {
  SINEW_ASSERT(is_valid_name(key.aggregate) && is_valid_id(key.id));
  return fmt::format("{}.{}.{}", key.aggregate, key.partition(), key.id);
}

auto upper(std::string_view text) -> std::string {
  std::string all;
  for (const char c : name(text))
    all += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return all;
}

auto split(std::string_view subject) -> std::vector<std::string_view> {
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at <= subject.size();) {
    const auto dot = std::min(subject.find('.', at), subject.size());
    tokens.push_back(subject.substr(at, dot - at));
    at = dot + 1;
  }
  return tokens;
}

auto not_ours(std::string_view subject, std::string_view why) -> tl::unexpected<error> {
  return fail(errc::invalid_input, fmt::format("subject '{}': {}", subject, why));
}

} // namespace

auto event(const aggregate_key& key, std::string_view type) -> std::string {
  return fmt::format("evt.{}.{}", of(key), name(type));
}

auto events_of(const aggregate_key& key) -> std::string {
  return fmt::format("evt.{}.>", of(key));
}

auto events_named(std::string_view aggregate, std::string_view type) -> std::string {
  return fmt::format("evt.{}.*.*.{}", name(aggregate), name(type));
}

auto events_named(std::string_view aggregate, std::uint32_t partition, std::string_view type) -> std::string {
  SINEW_ASSERT(partition < partition_count);
  return fmt::format("evt.{}.{}.*.{}", name(aggregate), partition, name(type));
}

auto events(std::string_view aggregate) -> std::string {
  return fmt::format("evt.{}.>", name(aggregate));
}

auto command(const aggregate_key& key, std::string_view type) -> std::string {
  SINEW_ASSERT(is_valid_id(key.id));
  return fmt::format("cmd.{}.{}.{}", name(key.aggregate), key.partition(), name(type));
}

auto commands(std::string_view aggregate) -> std::string {
  return fmt::format("cmd.{}.>", name(aggregate));
}

auto commands(std::string_view aggregate, std::uint32_t partition) -> std::string {
  SINEW_ASSERT(partition < partition_count);
  return fmt::format("cmd.{}.{}.>", name(aggregate), partition);
}

auto query(std::string_view service, std::string_view type) -> std::string {
  return fmt::format("qry.{}.{}", name(service), name(type));
}

auto queries(std::string_view service) -> std::string {
  return fmt::format("qry.{}.>", name(service));
}

// A verb may have an object, and more: `projection.orders.rebuild`.
auto control(std::string_view node, std::string_view verb) -> std::string {
  SINEW_ASSERT(is_valid_id(node));
  for (const auto word : split(verb))
    SINEW_ASSERT(is_valid_name(word));
  return fmt::format("ctl.{}.{}", node, verb);
}

auto controls(std::string_view node) -> std::string {
  SINEW_ASSERT(is_valid_id(node));
  return fmt::format("ctl.{}.>", node);
}

auto snapshot(const aggregate_key& key) -> std::string {
  return fmt::format("snp.{}", of(key));
}

auto snapshots(std::string_view aggregate) -> std::string {
  return fmt::format("snp.{}.>", name(aggregate));
}

auto timer(const aggregate_key& key, std::string_view type) -> std::string {
  return fmt::format("tmr.{}.{}", of(key), name(type));
}

auto timers(std::string_view aggregate) -> std::string {
  return fmt::format("tmr.{}.>", name(aggregate));
}

auto due(const aggregate_key& key, std::string_view type) -> std::string {
  return fmt::format("due.{}.{}", of(key), name(type));
}

auto all_dues_of(std::uint32_t partition) -> std::string {
  SINEW_ASSERT(partition < partition_count);
  return fmt::format("due.*.{}.>", partition);
}

auto dues(std::string_view aggregate) -> std::string {
  return fmt::format("due.{}.>", name(aggregate));
}

auto parked(std::string_view service, const aggregate_key& key) -> std::string {
  SINEW_ASSERT(is_valid_id(key.id));
  return fmt::format("park.{}.{}.{}", name(service), name(key.aggregate), key.id);
}

auto parked_keys(std::string_view service) -> std::string {
  return fmt::format("park.{}.*.*", name(service));
}

auto parked_note(std::string_view service, const aggregate_key& key) -> std::string {
  return parked(service, key) + ".tried";
}

auto set_aside(std::string_view service, const aggregate_key& key) -> std::string {
  return parked(service, key) + ".aside";
}

auto event_stream(std::string_view service) -> std::string {
  return "EVT_" + upper(service);
}

auto snapshot_stream(std::string_view service) -> std::string {
  return "SNP_" + upper(service);
}

auto timer_stream(std::string_view service) -> std::string {
  return "TMR_" + upper(service);
}

auto given_up(std::string_view stream, std::string_view consumer) -> std::string {
  return fmt::format("$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{}.{}", stream, consumer);
}

auto bucket_stream(std::string_view bucket) -> std::string {
  return fmt::format("KV_{}", bucket);
}

auto bucket_key(std::string_view bucket, std::string_view key) -> std::string {
  return fmt::format("$KV.{}.{}", bucket, key);
}

auto bucket_keys(std::string_view bucket) -> std::string {
  return fmt::format("$KV.{}.>", bucket);
}

auto key_in_bucket(std::string_view bucket, std::string_view subject) -> std::string_view {
  const auto prefix = bucket_key(bucket, "");
  return subject.starts_with(prefix) ? subject.substr(prefix.size()) : std::string_view{};
}

auto schema_key(std::string_view service) -> std::string {
  return fmt::format("schema.{}", name(service));
}

auto service_key(std::string_view service) -> std::string {
  return fmt::format("service.{}", name(service));
}

auto lanes_key(std::string_view service) -> std::string {
  return fmt::format("lanes.{}", name(service));
}

auto route_key(std::string_view kind, std::string_view of) -> std::string {
  return fmt::format("route.{}.{}", name(kind), name(of));
}

auto parse_route(std::string_view key) -> std::optional<route_parts> {
  constexpr std::string_view prefix = "route.";
  if (!key.starts_with(prefix))
    return std::nullopt;
  key.remove_prefix(prefix.size());
  const auto dot = key.find('.');
  if (dot == std::string_view::npos)
    return std::nullopt;
  const route_parts found{key.substr(0, dot), key.substr(dot + 1)};
  return is_valid_name(found.kind) && is_valid_name(found.name) ? std::optional{found} : std::nullopt;
}

auto node_key(std::string_view service, std::string_view node) -> std::string {
  SINEW_ASSERT(is_valid_id(node));
  return fmt::format("{}.{}", name(service), node);
}

auto api(std::string_view verb, std::string_view stream) -> std::string {
  return fmt::format("$JS.API.{}{}", verb, stream);
}

auto api(std::string_view verb, std::string_view stream, std::string_view consumer) -> std::string {
  return fmt::format("$JS.API.{}{}.{}", verb, stream, consumer);
}

auto parse(std::string_view subject) -> result<parts> {
  const auto tokens = split(subject);
  if (tokens.size() != 5 || (tokens[0] != "evt" && tokens[0] != "tmr" && tokens[0] != "due"))
    return not_ours(subject, "expected evt, tmr or due, then aggregate, partition, id and name");
  if (!is_valid_name(tokens[1]) || !is_valid_name(tokens[4]))
    return not_ours(subject, "not a valid name");
  if (!is_valid_id(tokens[3]))
    return not_ours(subject, "not a valid id");
  if (tokens[2] != std::to_string(partition_of(tokens[3])))
    return not_ours(subject, "the partition is not that of the id");
  return parts{{std::string{tokens[1]}, std::string{tokens[3]}}, std::string{tokens[4]}};
}

auto parse_parked(std::string_view subject) -> result<parked_parts> {
  const auto tokens = split(subject);
  const bool is_aside = tokens.size() == 5 && tokens[4] == "aside";
  if ((tokens.size() != 4 && !is_aside) || tokens[0] != "park")
    return not_ours(subject, "expected park, service, aggregate and id");
  if (!is_valid_name(tokens[1]) || !is_valid_name(tokens[2]) || !is_valid_id(tokens[3]))
    return not_ours(subject, "not a valid name or id");
  return parked_parts{std::string{tokens[1]}, {std::string{tokens[2]}, std::string{tokens[3]}}, is_aside};
}

} // namespace sinew::subject
