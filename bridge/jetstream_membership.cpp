// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_membership.hpp"

#include "bridge/canary_text.hpp"
#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace sinew {

namespace {

constexpr std::string_view time_to_live = "5s";
constexpr std::chrono::milliseconds pause_before_reading_again{200};

auto key_of(const node_record& r) -> std::string {
  return subject::bucket_key(subject::nodes_bucket, subject::node_key(r.service, r.node));
}

} // namespace

jetstream_membership::jetstream_membership(connection& with, std::string_view service)
    : with_{with},
      service_{service},
      rule_{with, subject::route_key(subject::route_of_nodes, service),
            [this](std::string_view rule) { on_rule(rule); }} {}

void jetstream_membership::announce(const node_record& self) {
  const header with[] = {{"Nats-TTL", time_to_live}};
  const auto record = write_node_record(self);
  (void)with_.publish(key_of(self), with, as_bytes(record)); // the next one follows soon
}

void jetstream_membership::leave(const node_record& self) {
  const header with[] = {{"KV-Operation", "DEL"}, {"Nats-TTL", time_to_live}};
  (void)with_.publish(key_of(self), with, {}); // the record would end by itself
}

void jetstream_membership::watch(view_handler handler) {
  watch_.emplace(with_.where(), std::move(handler));
  with_.on_state([this, weak = std::weak_ptr{alive_}](connection::state s) {
    if (!weak.expired())
      on_state(s);
  });
  // First the subscription: what changes while it is being read is heard.
  const auto listening = with_.subscribe(subject::bucket_keys(subject::nodes_bucket), {},
                                         [this, weak = std::weak_ptr{alive_}](const broker_message& m) {
                                           if (!weak.expired())
                                             take(m);
                                         });
  if (!listening)
    spdlog::error("cannot hear of other nodes: {}", listening.error().what);
  if (const auto heard = rule_.start(); !heard)
    spdlog::error("cannot hear of the rule for nodes: {}", heard.error().what);
}

void jetstream_membership::read_bucket() {
  registry::read_all(with_, subject::nodes_bucket, [this, weak = std::weak_ptr{alive_}](auto found) {
    if (weak.expired())
      return;
    if (!found)
      return read_bucket_again();
    std::vector<node_record> records;
    for (const auto& entry : *found)
      if (auto record = read_node_record(as_text(entry.value)))
        records.push_back(std::move(*record));
    watch_->begin(records);
  });
}

void jetstream_membership::read_bucket_again() {
  with_.where().after(pause_before_reading_again, [this, weak = std::weak_ptr{alive_}] {
    if (!weak.expired())
      read_bucket();
  });
}

void jetstream_membership::take(const broker_message& m) {
  if (const auto key = subject::key_in_bucket(subject::nodes_bucket, m.subject()); !m.header("KV-Operation").empty()) {
    const auto dot = key.find('.');
    if (dot != std::string_view::npos)
      watch_->left(key.substr(0, dot), key.substr(dot + 1));
    return;
  }
  if (const auto record = read_node_record(as_text(m.body())))
    watch_->heard(*record);
}

void jetstream_membership::on_rule(std::string_view text) {
  judge(text);
  if (!std::exchange(is_rule_known_, true))
    read_bucket();
}

void jetstream_membership::judge(std::string_view rule) {
  if (rule.empty()) // taken out, or never there
    return watch_->ruled(std::nullopt);
  const auto found = read_canary_rule(rule);
  if (!found)
    spdlog::error("{} is no rule for nodes, and counts as none: {}",
                  subject::route_key(subject::route_of_nodes, service_), found.error().what);
  watch_->ruled(found ? std::optional{*found} : std::nullopt);
}

void jetstream_membership::on_state(connection::state s) {
  if (s == connection::state::disconnected)
    return watch_->cut_off();
  watch_->back();
}

} // namespace sinew
