// SPDX-License-Identifier: Apache-2.0
#include "actors/reader_actor.hpp"

#include "actors/backoff.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace sinew {

namespace {

auto key_of(const delivery& d) -> std::string {
  return d.key.aggregate + "." + d.key.id;
}

// Worth another try: the world may be better then. Everything else needs a person.
auto is_passing(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown || code == errc::overloaded ||
         code == errc::deadline_exceeded || code == errc::system_failure;
}

constexpr std::uint64_t attempts_per_warning = 10;

} // namespace

reader_actor::reader_actor(caf::actor_config& config, const node_context& node, const service& served,
                           const subscription& what, std::shared_ptr<intake> work)
    : event_based_actor(config), node_{node}, served_{served}, what_{what}, intake_{std::move(work)} {}

auto reader_actor::make_behavior() -> caf::behavior {
  return {
      [this](const handle_delivery& msg) { on_delivery(msg); },
      [this](const effect_done& msg) { on_effect_done(msg); },
      [this](const command_answered& msg) { on_command_answered(msg); },
      [this](const retry_step& msg) {
        if (auto* job = open_step(msg.of))
          run(*job, msg.of.step);
      },
      [this](const delivery_parked& msg) { on_parked(msg); },
      [this](const retry_parking& msg) {
        if (const auto job = jobs_.find(msg.position); job != jobs_.end())
          park(job->second, msg.reason);
      },
      [this](const renew_leases&) { on_renew_leases(); },
      [this](const wind_down&) { on_wind_down(); },
      [this](const abandon_work&) { on_abandon_work(); },
      [this](const give_up&) { quit(); },
  };
}

void reader_actor::on_exit() {
  while (!jobs_.empty())
    give_back(jobs_.begin()->first);
}

// -- handlers ---------------------------------------------------------------------------------------------------------

void reader_actor::on_delivery(const handle_delivery& msg) {
  if (winding_down_)
    return node_.outside.feeds.retry(msg.what, {});
  const auto position = msg.what.position;
  if (const auto known = jobs_.find(position); known != jobs_.end())
    return known->second.renew(msg.what);
  const auto job = jobs_.emplace(position, reader_job{msg.what, clock().now()}).first;
  intake_->under_way.begin();
  auto& queue = queues_[key_of(msg.what)];
  queue.push_back(position);
  if (!renewing_) {
    renewing_ = true;
    delayed_send(this, what_.ack_wait / 3, renew_leases{});
  }
  if (queue.size() == 1)
    begin(job->second);
}

void reader_actor::on_effect_done(const effect_done& msg) {
  auto* job = open_step(msg.of);
  if (job == nullptr)
    return;
  if (!msg.commands) {
    const auto& why = msg.commands.error();
    if (is_passing(why.code))
      return try_later(*job, msg.of.step, to_string(why), {});
    return park(*job, to_string(why));
  }
  for (const auto added : job->expand(msg.of.step, *msg.commands, served_))
    send_command(*job, added);
  if (job->is_done())
    finish(*job);
}

void reader_actor::on_command_answered(const command_answered& msg) {
  auto* job = open_step(msg.of);
  if (job == nullptr)
    return;
  switch (msg.given.outcome) {
    case wire::Outcome::refused:
      // A late message: the domain has said no, and what undoes it is on its way by other events.
      spdlog::debug("{}: '{}' was refused: {}", key_of(job->what()), job->what().type, msg.given.reason);
      [[fallthrough]];
    case wire::Outcome::accepted: job->complete(msg.of.step); return job->is_done() ? finish(*job) : void();
    case wire::Outcome::retry: return try_later(*job, msg.of.step, msg.given.reason, msg.given.retry_after);
    case wire::Outcome::invalid: return park(*job, msg.given.reason);
  }
}

void reader_actor::on_parked(const delivery_parked& msg) {
  const auto job = jobs_.find(msg.position);
  if (job == jobs_.end())
    return;
  if (msg.done)
    return finish(job->second);
  spdlog::error("cannot park message {} of {}: {}", msg.position, what_.upstream, to_string(msg.done.error()));
  delayed_send(this, node_.bounds.longest_backoff, retry_parking{msg.position, "parking failed before"});
}

void reader_actor::on_renew_leases() {
  renewing_ = !jobs_.empty();
  if (!renewing_)
    return;
  const auto old = clock().now() - what_.ack_wait / 3;
  for (const auto& [position, job] : jobs_)
    if (job.since() < old)
      node_.outside.feeds.in_progress(job.what());
  delayed_send(this, what_.ack_wait / 3, renew_leases{});
}

// What it has got is what it finishes, also if it waits behind others of its key: what is given back costs the next reader
// a whole ack wait.
void reader_actor::on_wind_down() {
  winding_down_ = true;
  if (jobs_.empty())
    return quit();
  delayed_send(this, node_.bounds.lane_handover, give_up{});
}

void reader_actor::on_abandon_work() {
  for (; !jobs_.empty(); jobs_.erase(jobs_.begin()))
    intake_->under_way.end();
  queues_.clear();
  quit();
}

// -- steps ------------------------------------------------------------------------------------------------------------

void reader_actor::begin(reader_job& job) {
  if (auto planned = job.plan(served_, is_timer()); !planned)
    return park(job, to_string(planned.error()));
  if (job.is_done())
    return finish(job);
  for (std::size_t index = 0, count = job.steps().size(); index < count; ++index)
    run(job, index);
}

void reader_actor::run(reader_job& job, std::size_t index) {
  if (job.steps()[index].effect != nullptr)
    call(job, index);
  else
    send_command(job, index);
}

void reader_actor::call(reader_job& job, std::size_t index) {
  const auto& step = job.steps()[index];
  const step_id id{job.what().position, index};
  step.effect->effect(job.seen(step.entry),
                      [self = caf::actor_cast<caf::actor>(this), id](result<std::vector<addressed>> commands) {
                        caf::anon_send(self, effect_done{id, std::move(commands)});
                      });
}

void reader_actor::send_command(reader_job& job, std::size_t index) {
  const auto& command = *job.steps()[index].command;
  const step_id id{job.what().position, index};
  intake_->commands.route(command,
                          answer{command.id(), [self = caf::actor_cast<caf::actor>(this), id](const receipt& given) {
                                   caf::anon_send(self, command_answered{id, given});
                                 }});
}

void reader_actor::try_later(reader_job& job, std::size_t index, std::string_view why,
                             std::chrono::milliseconds at_least) {
  auto& step = job.steps()[index];
  if (++step.attempts % attempts_per_warning == 0)
    spdlog::warn("{}: '{}' still fails after {} tries: {}", key_of(job.what()), job.what().type, step.attempts, why);
  const auto pause =
      backoff(node_.bounds.first_backoff, node_.bounds.longest_backoff, step.attempts, node_.outside.chance.next());
  delayed_send(this, std::max(pause, at_least), retry_step{{job.what().position, index}});
}

void reader_actor::park(reader_job& job, const std::string& reason) {
  const auto& d = job.what();
  spdlog::error("parking message {} of {} ({} '{}'): {}", d.position, what_.upstream, key_of(d), d.type, reason);
  node_.outside.parked.park({.service = std::string{served_.name},
                             .key = d.key,
                             .subject = key_of(d) + "." + d.type,
                             .reason = reason,
                             .position = d.position,
                             .attempts = d.attempt,
                             .body = d.body},
                            [self = caf::actor_cast<caf::actor>(this), position = d.position](result<void> outcome) {
                              caf::anon_send(self, delivery_parked{position, std::move(outcome)});
                            });
}

// Ack only now, after the appends: a crash in between redelivers, and the aggregates answer the twin as before.
void reader_actor::finish(reader_job& job) {
  node_.outside.feeds.ack(job.what());
  const auto key = key_of(job.what());
  jobs_.erase(job.what().position);
  intake_->under_way.end();
  auto& queue = queues_.at(key);
  queue.pop_front();
  if (!queue.empty())
    return begin(jobs_.at(queue.front()));
  queues_.erase(key);
  if (winding_down_ && jobs_.empty())
    quit();
}

void reader_actor::give_back(std::uint64_t position) {
  const auto job = jobs_.extract(position);
  node_.outside.feeds.retry(job.mapped().what(), {});
  intake_->under_way.end();
}

auto reader_actor::open_step(const step_id& id) -> reader_job* {
  const auto found = jobs_.find(id.position);
  if (found == jobs_.end() || found->second.steps()[id.step].at != reader_job::step::state::open)
    return nullptr;
  return &found->second;
}

} // namespace sinew
