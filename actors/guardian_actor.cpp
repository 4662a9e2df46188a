// SPDX-License-Identifier: Apache-2.0
#include "actors/guardian_actor.hpp"

#include "actors/node_control.hpp"
#include "actors/node_report.hpp"
#include "actors/node_status.hpp"
#include "actors/placement.hpp"
#include "actors/redrive.hpp"
#include "actors/state_query.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/send.hpp>
#include <map>
#include <utility>

namespace sinew {

namespace {

// What a killed node held comes again after this: about when the others have noticed its silence. Slow work is no reason
// for a longer one: readers renew their leases while they work.
constexpr auto ack_wait = std::chrono::seconds{2};

} // namespace

guardian_actor::guardian_actor(caf::actor_config& config, const node_context& node, const service& served,
                               std::shared_ptr<intake> work, node_identity self, const metered_ports* kept)
    : event_based_actor(config),
      node_{node},
      served_{served},
      self_{std::move(self)},
      intake_{std::move(work)},
      kept_{kept},
      partitions_{node, served, intake_},
      lanes_{node, subscriptions_of(served, self_.lanes), [this](const auto& what) { return spawn_reader(what); },
             [me = caf::actor_cast<caf::actor>(this)](const error& why) { caf::anon_send(me, lane_failed{why}); }} {
  intake_->commands.on_spawn([this](const caf::actor& part) { monitor(part); });
  record_ = {.service = std::string{served_.name},
             .node = self_.name,
             .pid = self_.pid,
             .version = self_.version,
             .started = node_.outside.clock.now(),
             .state = "starting",
             .machine = self_.machine,
             .variant = self_.variant};
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

auto guardian_actor::make_behavior() -> caf::behavior {
  listen();
  node_.outside.members.announce(record_);
  delayed_send(this, heartbeat_interval, heartbeat{});
  return {
      [this](const view_changed& msg) { on_view(msg); },
      [this](const heartbeat&) { on_heartbeat(); },
      [this](const control_asked& msg) { on_control(msg); },
      [this](const lane_failed& msg) { fail(msg.why); },
      [this](const begin_drain&) { on_begin_drain(); },
      [this](const all_idle&) { on_idle(); },
      [this](const drain_timed_out&) {
        spdlog::warn("drain: {} task(s) did not finish in time; others take them up", intake_->under_way.open());
        finish_drain();
      },
  };
}

void guardian_actor::on_exit() {
  lanes_.close();
  intake_->close();
}

// -- handlers ---------------------------------------------------------------------------------------------------------

void guardian_actor::on_view(const view_changed& msg) {
  view_ = msg.view;
  if (view_.was_away) {
    spdlog::warn("was away for longer than the others wait; gives up what it read");
    lanes_.abandon();
  }
  if (record_.state == "starting")
    return get_ready();
  place();
}

void guardian_actor::on_heartbeat() {
  if (has_left_)
    return;
  node_.outside.members.announce(record_);
  delayed_send(this, heartbeat_interval, heartbeat{});
}

void guardian_actor::on_control(const control_asked& msg) {
  const auto tell_text = [&msg](const std::string& text) {
    return msg.respond ? msg.respond(copy_of(as_bytes(text))) : void();
  };
  if (msg.verb == "status")
    return tell_text(status_json(served_, record_, node_.outside.clock.now(), node_.times));
  if (msg.verb == "metrics")
    return tell_text(
        metrics_text(served_, system()) +
        (kept_ == nullptr ? std::string{} : figures_text({record_, intake_->parked, *kept_, node_.times})));
  if (msg.verb == "readiness" && kept_ != nullptr)
    return tell_text(readiness_json({record_, intake_->parked, *kept_, node_.times}));
  const auto step = is_leaving_ ? control_step::refuse : control_step_for(msg.verb, record_.state);
  std::string fault;
  switch (step) {
    case control_step::nothing: break;
    case control_step::drain:
      become("draining");
      intake_->under_way.when_idle([me = caf::actor_cast<caf::actor>(this)] { caf::anon_send(me, all_idle{}); });
      break;
    case control_step::resume: become("ready"); break;
    case control_step::refuse:
      fault = msg.verb == "drain" || msg.verb == "resume"
                  ? record_.node + " is " + (is_leaving_ ? "leaving" : record_.state) + "; ask again when it is ready"
                  : "no such verb: '" + msg.verb + "'; there are drain, resume, status and metrics";
  }
  if (msg.respond)
    msg.respond(control_answer(record_, fault));
}

void guardian_actor::on_begin_drain() {
  if (std::exchange(is_leaving_, true))
    return;
  become("draining");
  node_.outside.calls.stop_serving();
  delayed_send(this, node_.bounds.drain, drain_timed_out{});
  intake_->under_way.when_idle([me = caf::actor_cast<caf::actor>(this)] { caf::anon_send(me, all_idle{}); });
}

void guardian_actor::on_idle() {
  if (is_leaving_)
    return finish_drain();
  if (record_.state == "draining")
    become("drained");
}

void guardian_actor::on_down(const caf::down_msg& down) {
  if (lanes_.on_reader_gone(down.source))
    place();
  if (down.reason && down.reason != caf::exit_reason::user_shutdown)
    fail({errc::system_failure, "a reader, shard or courier broke down: " + to_string(down.reason)});
}

// -- steps ------------------------------------------------------------------------------------------------------------

void guardian_actor::listen() {
  node_.outside.members.watch([me = caf::actor_cast<caf::actor>(this)](const membership_view& view) {
    caf::anon_send(me, view_changed{view});
  });
  node_.outside.calls.serve_queries(served_.name, [&node = node_, &served = served_, work = intake_,
                                                   others = self_.on_query](const incoming_request& request) {
    if (request.subject_tail == "state")
      answer_state_query(node, served, request);
    else if (request.subject_tail == "redrive")
      redrive(node, served, work, request);
    else if (others)
      (void)others(request);
  });
  node_.outside.calls.serve_control(self_.name, [me = caf::actor_cast<caf::actor>(this), name = self_.name,
                                                 others = self_.on_control](const incoming_request& request) {
    if (is_control_request(request) && others && others(request))
      return;
    if (is_control_request(request))
      caf::anon_send(me, control_asked{request.subject_tail, request.respond});
    else
      spdlog::warn("passed over a message on ctl.{}.{}: a request has a reply subject and no body", name,
                   request.subject_tail);
  });
}

// A service serves alone: an upstream that has never run has no stream yet, and its lanes open when it does.
void guardian_actor::get_ready() {
  become("ready");
  if (auto tell_ready = std::exchange(self_.on_ready, nullptr))
    tell_ready();
}

void guardian_actor::become(std::string state) {
  record_.state = std::move(state);
  node_.outside.members.announce(record_); // before anything is let go, so that others take it up at once
  place();
}

void guardian_actor::place() {
  // What it knows of itself is newer than what it has told.
  auto now = view_;
  std::erase_if(now.nodes, [this](const node_record& r) { return r.service == served_.name && r.node == self_.name; });
  now.nodes.push_back(record_);
  const auto crew = placement::crew_of(now, served_.name);
  partitions_.hold(placement::partitions_of(self_.name, crew));
  lanes_.place(self_.name, view_, crew);
  tell();
}

void guardian_actor::tell() {
  auto now = record_;
  now.partitions = partitions_.held();
  now.lanes = lanes_.claimed();
  if (has_left_ || now == record_)
    return;
  record_ = std::move(now);
  node_.outside.members.announce(record_);
}

void guardian_actor::finish_drain() {
  has_left_ = true;
  node_.outside.members.leave(record_);
  if (auto tell_drained = std::exchange(self_.on_drained, nullptr))
    tell_drained();
}

void guardian_actor::fail(const error& why) {
  if (auto tell_failure = std::exchange(self_.on_failure, nullptr))
    tell_failure(why);
}

auto guardian_actor::spawn_reader(const subscription& what) -> caf::actor {
  auto reader = spawn<reader_actor>(node_, served_, what, intake_);
  monitor(reader);
  return reader;
}

auto subscriptions_of(const service& served, std::uint32_t lanes) -> std::vector<subscription> {
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
  by_upstream[""] = {.reader = std::string{served.name}, .upstream = std::string{served.name}, .filters = {}};
  std::vector<subscription> all;
  for (auto& [upstream, wanted] : by_upstream) {
    wanted.ack_wait = ack_wait;
    wanted.lanes = lanes;
    for (wanted.lane = 0; wanted.lane < lanes; ++wanted.lane)
      all.push_back(wanted);
  }
  return all;
}

} // namespace sinew
