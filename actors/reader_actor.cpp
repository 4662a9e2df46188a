// SPDX-License-Identifier: Apache-2.0
#include "actors/reader_actor.hpp"

#include "actors/backoff.hpp"
#include "kernel/mutation.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace sinew {

namespace {

auto key_of(const delivery& d) -> std::string {
  return d.key.aggregate + "." + d.key.id;
}

constexpr std::uint64_t attempts_per_warning = 10;

} // namespace

reader_actor::reader_actor(caf::actor_config& config, const node_context& node, const service& served,
                           const subscription& what, std::shared_ptr<intake> work)
    : event_based_actor(config), node_{node}, served_{served}, what_{what}, intake_{std::move(work)} {}

auto reader_actor::make_behavior() -> caf::behavior {
  intake_->parked.open();
  return {
      [this](const handle_delivery& msg) { on_delivery(msg); },
      [this](const effect_done& msg) { on_effect_done(msg); },
      [this](const command_answered& msg) { on_command_answered(msg); },
      [this](const retry_step& msg) {
        if (auto* job = open_step(msg.of)) {
          run(*job, msg.of.step);
          if (job->is_done())
            finish(*job);
        }
      },
      [this](const key_known& msg) { on_key_known(msg); },
      [this](const retry_look_up& msg) {
        if (const auto job = jobs_.find(msg.position); job != jobs_.end())
          look_up(job->second);
      },
      [this](const delivery_parked& msg) { on_parked(msg); },
      [this](const retry_parking& msg) {
        if (const auto job = jobs_.find(msg.position); job != jobs_.end())
          store(job->second);
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

/// A completion that sends what it gets to this actor, as an `Answer` about a delivery or a step of it.
template <class Answer, class About>
auto reader_actor::to_self(About about) {
  return [self = caf::actor_cast<caf::actor>(this), about](auto outcome) {
    caf::anon_send(self, Answer{about, std::move(outcome)});
  };
}

// -- handlers ---------------------------------------------------------------------------------------------------------

void reader_actor::on_delivery(const handle_delivery& msg) {
  if (msg.what.is_probe)
    return node_.outside.feeds.ack(msg.what);
  if (mutated(mutant::wind_down_acks) && winding_down_)
    node_.outside.feeds.ack(msg.what);
  if (winding_down_)
    return node_.outside.feeds.retry(msg.what, {});
  const auto position = msg.what.position;
  if (mutated(mutant::ack_before_append) || (mutated(mutant::redelivery_acked_unseen) && jobs_.contains(position)))
    node_.outside.feeds.ack(msg.what);
  if (const auto known = jobs_.find(position); known != jobs_.end())
    return known->second.renew(msg.what);
  const auto job = jobs_.emplace(position, reader_job{msg.what, node_.schema, source()}).first;
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
    if (mutated(mutant::failed_call_as_done))
      return job->complete(msg.of.step), job->is_done() ? finish(*job) : void();
    return on_failure(*job, msg.of.step, blame_for_effect(why.code), to_string(why), {});
  }
  for (const auto added : job->expand(msg.of.step, *msg.commands))
    send_command(*job, added);
  if (job->is_done())
    finish(*job);
}

void reader_actor::on_command_answered(const command_answered& msg) {
  auto* job = open_step(msg.of);
  if (job == nullptr)
    return;
  switch (mutated(mutant::retry_as_done) ? wire::Outcome::accepted : msg.given.outcome) {
    case wire::Outcome::refused:
      // A late message: the domain has said no, and what undoes it is on its way by other events.
      spdlog::debug("{}: '{}' was refused: {}", key_of(job->what()), job->what().type, msg.given.reason);
      [[fallthrough]];
    case wire::Outcome::accepted: job->complete(msg.of.step); return job->is_done() ? finish(*job) : void();
    case wire::Outcome::retry:
    case wire::Outcome::invalid:
      return on_failure(*job, msg.of.step, blame_for(msg.given), msg.given.reason, msg.given.retry_after);
  }
}

void reader_actor::on_key_known(const key_known& msg) {
  const auto found = jobs_.find(msg.position);
  if (found == jobs_.end())
    return;
  auto& job = found->second;
  if (!msg.standing) {
    spdlog::warn("cannot ask whether {} is parked: {}", key_of(job.what()), to_string(msg.standing.error()));
    delayed_send(this, pause_after(++job.look_ups), retry_look_up{msg.position});
    return;
  }
  if (*msg.standing == parking_lot::standing::free)
    return handle(job);
  job.fate = reader_job::course::queue;
  store(job);
}

void reader_actor::on_parked(const delivery_parked& msg) {
  const auto found = jobs_.find(msg.position);
  if (found == jobs_.end())
    return;
  auto& job = found->second;
  if (!msg.done) {
    spdlog::error("cannot park message {} of {}: {}", msg.position, what_.upstream, to_string(msg.done.error()));
    delayed_send(this, pause_after(++job.look_ups), retry_parking{msg.position});
    return;
  }
  if (*msg.done == parking_lot::queued::kept)
    return finish(job);
  job.fate = reader_job::course::handle; // the key has been redriven to its end meanwhile
  handle(job);
}

void reader_actor::on_renew_leases() {
  renewing_ = !jobs_.empty();
  if (!renewing_)
    return;
  // All of them, also those that have just come, in order: so that, should this node die, they fall due in that order.
  for (const auto& [position, job] : jobs_)
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

// A delivery that was in other hands before may have been parked there, or what came before it: it is not handled on what
// this node happens to know.
void reader_actor::begin(reader_job& job) {
  const auto standing = intake_->parked.standing_of(job.what().key);
  if (job.what().attempt > 1 || standing == parking_lot::standing::doubtful)
    return look_up(job);
  if (standing == parking_lot::standing::free)
    return handle(job);
  job.fate = reader_job::course::queue;
  store(job);
}

void reader_actor::look_up(reader_job& job) {
  intake_->parked.look_up(job.what().key, to_self<key_known>(job.what().position));
}

void reader_actor::handle(reader_job& job) {
  if (job.what().given_up)
    return condemn(job, fmt::format("delivered {} times and never finished: whoever worked on it died each time",
                                    job.what().attempt));
  if (auto verified = job.verify(); !verified) {
    job.fate = reader_job::course::set_aside;
    return condemn(job, to_string(verified.error()));
  }
  if (auto planned = job.plan(served_, is_timer()); !planned)
    return on_failure(job, 0, blame_for_mapping(planned.error().code), to_string(planned.error()), {});
  if (job.is_done())
    return finish(job);
  for (std::size_t index = 0, count = job.steps().size(); index < count; ++index)
    run(job, index);
  if (job.is_done())
    finish(job);
}

/// What its saga has no time for any more is left out, for the saga undoes itself. Then the job may be done at once.
void reader_actor::run(reader_job& job, std::size_t index) {
  const auto scope = job.scope();
  if (job.is_late(index, node_.outside.clock.now())) {
    spdlog::info("{}: too late for what follows '{}', its saga is over", key_of(job.what()), job.what().type);
    return job.complete(index);
  }
  if (job.steps()[index].effect != nullptr)
    call(job, index);
  else
    send_command(job, index);
}

void reader_actor::call(reader_job& job, std::size_t index) {
  job.call(index, to_self<effect_done>(step_id{job.what().position, index}));
}

void reader_actor::send_command(reader_job& job, std::size_t index) {
  const auto& command = *job.steps()[index].command;
  const step_id id{job.what().position, index};
  intake_->commands.route(command,
                          answer{command.id(), [self = caf::actor_cast<caf::actor>(this), id](const receipt& given) {
                                   caf::anon_send(self, command_answered{id, given});
                                 }});
}

void reader_actor::on_failure(reader_job& job, std::size_t index, blame whose, const std::string& why,
                              std::chrono::milliseconds at_least) {
  const auto scope = job.scope();
  if (whose == blame::world)
    return try_later(job, index, why, at_least);
  if (whose == blame::input)
    return condemn(job, why);
  job.failures.add(why, node_.outside.clock.now());
  if (job.failures.attempts() >= node_.bounds.attempts_before_parking || hogs_window())
    return condemn(job, why);
  try_later(job, index, why, at_least);
}

void reader_actor::try_later(reader_job& job, std::size_t index, std::string_view why,
                             std::chrono::milliseconds at_least) {
  auto& step = job.steps()[index];
  if (++step.attempts % attempts_per_warning == 0)
    spdlog::warn("{}: '{}' still fails after {} tries: {}", key_of(job.what()), job.what().type, step.attempts, why);
  delayed_send(this, std::max(pause_after(step.attempts), at_least), retry_step{{job.what().position, index}});
}

/// Nothing more is tried with it here: it goes to the operator.
void reader_actor::condemn(reader_job& job, const std::string& reason) {
  const auto& d = job.what();
  if (job.failures.attempts() == 0)
    job.failures.add(reason, node_.outside.clock.now());
  job.reason = reason;
  if (job.fate == reader_job::course::handle)
    job.fate = reader_job::course::park;
  spdlog::error("parking message {} of {} ({} '{}') after {} tries{}: {}", d.position, what_.upstream, key_of(d),
                d.type, job.failures.attempts(), job.fate == reader_job::course::park ? ", and its key" : "", reason);
  store(job);
}

void reader_actor::store(reader_job& job) {
  const auto position = job.what().position;
  switch (job.fate) {
    case reader_job::course::handle: return;
    case reader_job::course::queue:
      return intake_->parked.queue(job.letter(served_.name, what_.upstream, is_timer()),
                                   job.what().attempt > 1 || job.look_ups > 0, to_self<delivery_parked>(position));
    case reader_job::course::park:
    case reader_job::course::set_aside: break;
  }
  completion<void> stored = [tell = to_self<delivery_parked>(position)](const result<void>& outcome) {
    tell(outcome.map([] { return parking_lot::queued::kept; }));
  };
  if (job.fate == reader_job::course::park)
    intake_->parked.park(job.letter(served_.name, what_.upstream, is_timer()), job.what().attempt > 1,
                         std::move(stored));
  else
    node_.outside.parked.set_aside(job.letter(served_.name, what_.upstream, is_timer()), std::move(stored));
}

/// Keys that fail must not take the window from those that do not: when they hold more than half of it, they are parked
/// before their time.
auto reader_actor::hogs_window() const -> bool {
  std::size_t held = 0;
  for (const auto& [key, queue] : queues_)
    if (jobs_.at(queue.front()).failures.attempts() > 0)
      held += queue.size();
  return held > what_.window / 2;
}

// Ack only now, after the appends: a crash in between redelivers, and the aggregates answer the twin as before.
void reader_actor::finish(reader_job& job) {
  job.end_trace(job.fate == reader_job::course::handle ? std::string{} : job.reason);
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

auto reader_actor::pause_after(std::uint64_t attempts) -> std::chrono::milliseconds {
  return backoff(node_.bounds.first_backoff, node_.bounds.longest_backoff, attempts, node_.outside.chance.next());
}

auto reader_actor::open_step(const step_id& id) -> reader_job* {
  const auto found = jobs_.find(id.position);
  if (found == jobs_.end() || found->second.fate != reader_job::course::handle ||
      found->second.steps()[id.step].at != reader_job::step::state::open)
    return nullptr;
  return &found->second;
}

} // namespace sinew
