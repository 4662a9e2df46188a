// SPDX-License-Identifier: Apache-2.0
#include "bridge/jetstream_membership.hpp"

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
  // First the subscription: what changes while the bucket is being read is heard.
  const auto subscribed = with_.subscribe(subject::bucket_keys(subject::nodes_bucket), {},
                                          [this, weak = std::weak_ptr{alive_}](const broker_message& m) {
                                            if (!weak.expired())
                                              take(m);
                                          });
  if (!subscribed)
    spdlog::error("cannot hear of other nodes: {}", subscribed.error().what);
  read_bucket();
}

void jetstream_membership::read_bucket() {
  registry::read_all(with_, subject::nodes_bucket, [this, weak = std::weak_ptr{alive_}](auto found) {
    if (weak.expired())
      return;
    if (!found) {
      with_.where().after(pause_before_reading_again, [this, weak] {
        if (!weak.expired())
          read_bucket();
      });
      return;
    }
    std::vector<node_record> records;
    for (const auto& entry : *found)
      if (auto record = read_node_record(as_text(entry.value)))
        records.push_back(std::move(*record));
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

void jetstream_membership::on_state(connection::state s) {
  if (s == connection::state::disconnected)
    watch_->cut_off();
  else
    watch_->back();
}

} // namespace sinew
