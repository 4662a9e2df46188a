// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_membership.hpp"

#include "bridge/subjects.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

namespace {

constexpr std::string_view time_to_live = "5s";

auto key_of(const node_record& r) -> std::string {
  return subject::bucket_key(subject::nodes_bucket, subject::node_key(r.service, r.node));
}

} // namespace

void jetstream_membership::announce(const node_record& self) {
  const header with[] = {{"Nats-TTL", time_to_live}};
  const auto record = write_node_record(self);
  (void)with_.publish(key_of(self), with, as_bytes(record)); // the next one follows in a second
}

void jetstream_membership::leave(const node_record& self) {
  const header with[] = {{"KV-Operation", "DEL"}, {"Nats-TTL", time_to_live}};
  (void)with_.publish(key_of(self), with, {}); // the record would end by itself
}

auto write_node_record(const node_record& r) -> std::string {
  const nlohmann::json all = {{"service", r.service},
                              {"node", r.node},
                              {"pid", r.pid},
                              {"version", r.version},
                              {"started", to_rfc3339(r.started)},
                              {"started_ns", to_unix_ns(r.started)},
                              {"state", r.state}};
  return all.dump();
}

auto read_node_record(std::string_view text) -> result<node_record> {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  try {
    return node_record{
        json.at("service"), json.at("node"), json.at("pid"), json.at("version"), from_unix_ns(json.at("started_ns")),
        json.at("state")};
  } catch (const nlohmann::json::exception&) {
    return fail(errc::invalid_input, "not the record of a node");
  }
}

} // namespace sinew
