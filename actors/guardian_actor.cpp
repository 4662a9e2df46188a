// SPDX-License-Identifier: Apache-2.0
#include "actors/guardian_actor.hpp"

#include "actors/state_query.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/send.hpp>
#include <utility>

namespace sinew {

namespace {

// What a killed node held comes again after this, so it is how long its sagas stand still. Slow work is no reason for a
// longer one: readers renew their leases while they work.
constexpr auto ack_wait = std::chrono::seconds{5};

} // namespace

guardian_actor::guardian_actor(caf::actor_config& config, const node_context& node, const service& served,
                               std::shared_ptr<intake> work, node_identity self)
    : event_based_actor(config), node_{node}, served_{served}, self_{std::move(self)}, intake_{std::move(work)} {
  intake_->commands.on_spawn([this](const caf::actor& shard) { monitor(shard); });
  record_ = {.service = std::string{served_.name},
             .node = self_.name,
             .pid = self_.pid,
             .version = self_.version,
             .started = node_.outside.clock.now(),
             .state = "starting"};
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

auto guardian_actor::make_behavior() -> caf::behavior {
  announce("starting");
  delayed_send(this, heartbeat_interval, heartbeat{});
  // A service serves alone: an upstream that has never run has no stream yet, and its reader opens when it does.
  for (const auto& what : subscriptions_of(served_))
    open_reader(what);
  serve();
  return {
      [this](const reader_opened& msg) { on_reader_opened(msg); },
      [this](const heartbeat&) { on_heartbeat(); },
      [this](const begin_drain&) { on_begin_drain(); },
      [this](const all_idle&) { on_drained(); },
      [this](const drain_timed_out&) {
        spdlog::warn("drain: {} task(s) did not finish in time; others take them up", intake_->under_way.open());
        on_drained();
      },
  };
}

void guardian_actor::on_exit() {
  for (const auto& reader : readers_)
    send_exit(reader, caf::exit_reason::user_shutdown);
  readers_.clear();
  intake_->close();
}

// -- handlers ---------------------------------------------------------------------------------------------------------

void guardian_actor::on_reader_opened(const reader_opened& msg) {
  if (!msg.done)
    fail(msg.done.error());
}

void guardian_actor::on_heartbeat() {
  announce(record_.state);
  delayed_send(this, heartbeat_interval, heartbeat{});
}

void guardian_actor::on_begin_drain() {
  if (record_.state == "draining")
    return;
  announce("draining");
  node_.outside.calls.stop_serving();
  node_.outside.feeds.stop_delivering();
  for (const auto& reader : readers_)
    send(reader, wind_down{});
  delayed_send(this, node_.bounds.drain, drain_timed_out{});
  intake_->under_way.when_idle([self = caf::actor_cast<caf::actor>(this)] { caf::anon_send(self, all_idle{}); });
}

void guardian_actor::on_drained() {
  node_.outside.members.leave(record_);
  if (auto tell = std::exchange(self_.on_drained, nullptr))
    tell();
}

void guardian_actor::on_down(const caf::down_msg& down) {
  if (down.reason == caf::exit_reason::user_shutdown)
    return;
  fail({errc::system_failure, "a reader or shard broke down: " + to_string(down.reason)});
}

// -- steps ------------------------------------------------------------------------------------------------------------

void guardian_actor::open_reader(const subscription& what) {
  auto reader = spawn<reader_actor>(node_, served_, what, intake_);
  monitor(reader);
  readers_.push_back(reader);
  node_.outside.feeds.open(
      what, [reader](delivery d) { caf::anon_send(reader, handle_delivery{std::move(d)}); },
      [self = caf::actor_cast<caf::actor>(this)](result<void> outcome) {
        caf::anon_send(self, reader_opened{std::move(outcome)});
      });
}

void guardian_actor::serve() {
  for (const auto* kind : served_.aggregates)
    for (std::uint32_t partition = 0; partition < partition_count; ++partition)
      node_.outside.calls.serve_commands(kind->name(), partition, [work = intake_, kind](const incoming_request& r) {
        work->gate.admit(kind->name(), r);
      });
  node_.outside.calls.serve_queries(served_.name, [&node = node_, &served = served_](const incoming_request& request) {
    if (request.subject_tail == "state")
      answer_state_query(node, served, request);
  });
  announce("ready");
  if (auto tell = std::exchange(self_.on_ready, nullptr))
    tell();
}

void guardian_actor::announce(std::string state) {
  record_.state = std::move(state);
  node_.outside.members.announce(record_);
}

void guardian_actor::fail(const error& why) {
  if (auto tell = std::exchange(self_.on_failure, nullptr))
    tell(why);
}

auto subscriptions_of(const service& served) -> std::vector<subscription> {
  std::map<std::string_view, subscription> by_upstream;
  for (const auto& row : served.reactions) {
    auto& wanted = by_upstream[row.upstream];
    wanted.reader = served.name;
    wanted.upstream = row.upstream;
    const auto same = [&](const subscription::filter& f) {
      return f.aggregate == row.aggregate && f.event == row.event;
    };
    if (std::ranges::none_of(wanted.filters, same))
      wanted.filters.push_back({std::string{row.aggregate}, std::string{row.event}});
  }
  std::vector<subscription> all;
  all.reserve(by_upstream.size() + 1);
  for (auto& [upstream, wanted] : by_upstream)
    all.push_back(std::move(wanted));
  all.push_back({.reader = std::string{served.name}, .upstream = std::string{served.name}, .filters = {}});
  for (auto& wanted : all)
    wanted.ack_wait = ack_wait;
  return all;
}

} // namespace sinew
