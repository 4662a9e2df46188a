// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_membership.hpp"

#include "bridge/canary_text.hpp"
#include "bridge/registry.hpp"
#include "bridge/subjects.hpp"

#include <spdlog/spdlog.h>

namespace sinew {

namespace {

constexpr std::string_view time_to_live = "5s";
constexpr std::chrono::milliseconds pause_before_reading_again{200};

auto key_of(const node_record& r) -> std::string {
  return subject::bucket_key(subject::nodes_bucket, subject::node_key(r.service, r.node));
}

auto rule_of(std::string_view service) -> std::string {
  return subject::bucket_key(subject::system_bucket, subject::route_key(subject::route_of_nodes, service));
}

} // namespace

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
  // First the subscriptions: what changes while it is being read is heard.
  listen(subject::bucket_keys(subject::nodes_bucket), &jetstream_membership::take);
  listen(rule_of(service_), &jetstream_membership::take_rule);
  read_rule();
}

void jetstream_membership::listen(const std::string& subjects,
                                  void (jetstream_membership::*hear)(const broker_message&)) {
  const auto subscribed =
      with_.subscribe(subjects, {}, [this, hear, weak = std::weak_ptr{alive_}](const broker_message& m) {
        if (!weak.expired())
          (this->*hear)(m);
      });
  if (!subscribed)
    spdlog::error("cannot hear of other nodes: {}", subscribed.error().what);
}

void jetstream_membership::read_rule() {
  is_rule_heard_ = false;
  leader_read::last(with_, subject::bucket_stream(subject::system_bucket), rule_of(service_),
                    [this, weak = std::weak_ptr{alive_}](const auto& found) {
                      if (!weak.expired())
                        on_rule(found);
                    });
}

void jetstream_membership::on_rule(const result<leader_read::found>& found) {
  if (!found) {
    // Cut off: it is read when the connection is back.
    if (!has_begun_ || with_.is_connected())
      again(&jetstream_membership::read_rule);
    return;
  }
  if (!is_rule_heard_)
    rule(*found ? as_text((*found)->body) : std::string_view{});
  if (!has_begun_)
    read_bucket();
}

void jetstream_membership::again(void (jetstream_membership::*step)()) {
  with_.where().after(pause_before_reading_again, [this, step, weak = std::weak_ptr{alive_}] {
    if (!weak.expired())
      (this->*step)();
  });
}

void jetstream_membership::read_bucket() {
  registry::read_all(with_, subject::nodes_bucket, [this, weak = std::weak_ptr{alive_}](auto found) {
    if (weak.expired())
      return;
    if (!found)
      return again(&jetstream_membership::read_bucket);
    std::vector<node_record> records;
    for (const auto& entry : *found)
      if (auto record = read_node_record(as_text(entry.value)))
        records.push_back(std::move(*record));
    has_begun_ = true;
    watch_->begin(records);
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

void jetstream_membership::take_rule(const broker_message& m) {
  is_rule_heard_ = true;
  rule(as_text(m.body()));
}

void jetstream_membership::rule(std::string_view text) {
  if (text.empty()) // taken out, or never there
    return watch_->ruled(std::nullopt);
  const auto found = read_canary_rule(text);
  if (!found)
    spdlog::error("{} is no rule for nodes, and counts as none: {}",
                  subject::route_key(subject::route_of_nodes, service_), found.error().what);
  watch_->ruled(found ? std::optional{*found} : std::nullopt);
}

void jetstream_membership::on_state(connection::state s) {
  if (s == connection::state::disconnected)
    return watch_->cut_off();
  watch_->back();
  if (has_begun_)
    read_rule();
}

} // namespace sinew
