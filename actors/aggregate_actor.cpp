// SPDX-License-Identifier: Apache-2.0
#include "actors/aggregate_actor.hpp"

#include "actors/aggregate_loader.hpp"
#include "actors/backoff.hpp"
#include "actors/wake_up.hpp"
#include "kernel/assertion.hpp"
#include "kernel/mutation.hpp"
#include "telemetry/work_scope.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

namespace sinew {

aggregate_actor::aggregate_actor(caf::actor_config& config, const node_context& node, const aggregate_kind& kind,
                                 aggregate_key key)
    : event_based_actor(config), node_{node}, kind_{kind}, key_{std::move(key)} {}

auto aggregate_actor::make_behavior() -> caf::behavior {
  return {
      [this](handle_command& asked) { on_command(std::move(asked)); },
      [this](const aggregate_loaded& outcome) { on_loaded(outcome); },
      [this](const alarm_armed& outcome) { on_alarm_armed(outcome); },
      [this](const append_done& outcome) { on_append_done(outcome); },
      [this](const last_read& outcome) { on_last_read(outcome); },
      [this](const passivate&) { on_passivate(); },
  };
}

/// A completion that sends what it gets to this actor, as `Message`.
template <class Message>
auto aggregate_actor::to_self() {
  return
      [self = caf::actor_cast<caf::actor>(this)](auto outcome) { caf::anon_send(self, Message{std::move(outcome)}); };
}

void aggregate_actor::on_exit() {
  waiting_.clear();
  (void)commit_.take_back();
}

// -- handlers ---------------------------------------------------------------------------------------------------------

void aggregate_actor::on_command(handle_command asked) {
  if (waiting_.size() >= node_.bounds.waiting_commands)
    return asked.reply.retry("overloaded: too many commands wait for " + key_.aggregate + " " + key_.id, retry_pause());
  waiting_.push_back(std::move(asked));
  is_current_ = false;
  proceed();
}

void aggregate_actor::on_loaded(const aggregate_loaded& outcome) {
  if (!outcome.loaded)
    return give_up(outcome.loaded.error());
  aggregate_ = *outcome.loaded;
  stored_version_ = snapshot_version_ = aggregate_->version();
  // The deadline is a fact in the log; should the broker have lost its wake-up, this is where it gets it back.
  note_armed(aggregate_->state().alarm());
  if (armed_ && !mutated(mutant::alarm_not_armed))
    node_.outside.alarms.arm(key_, armed_->at, wake_up_at(*armed_), [](const result<void>&) {});
  phase_ = phase::ready;
  proceed();
}

void aggregate_actor::on_alarm_armed(const alarm_armed& outcome) {
  if (!outcome.done)
    return give_up(outcome.done.error());
  append();
}

void aggregate_actor::on_append_done(const append_done& outcome) {
  if (outcome.done)
    return succeed(outcome.done->position);
  switch (outcome.done.error().code) {
    case errc::conflict:
      if (mutated(mutant::conflict_as_success))
        return succeed(aggregate_->position() + 1);
      return decide_again();
    case errc::outcome_unknown:
      if (mutated(mutant::unknown_as_success))
        return succeed(aggregate_->position() + 1);
      if (mutated(mutant::unknown_as_failure)) {
        commit_.answer_all({.outcome = wire::Outcome::refused, .reason = "no answer"});
        return forget();
      }
      phase_ = phase::resolving;
      return node_.outside.log.last(key_, to_self<last_read>());
    case errc::invalid_input:
      commit_.answer_all({.outcome = wire::Outcome::invalid, .reason = to_string(outcome.done.error())});
      return forget();
    default: return give_up(outcome.done.error());
  }
}

// Not there yet is not "never": the append may still be on its way. But then either it or what we decide next meets the
// guard, and if it wins, its commands are found in the log as already answered.
void aggregate_actor::on_last_read(const last_read& outcome) {
  if (!outcome.last)
    return give_up(outcome.last.error());
  if (phase_ == phase::confirming)
    return on_confirmed(*outcome.last ? (*outcome.last)->position : 0);
  if (*outcome.last)
    if (const auto newest = message::verify((*outcome.last)->body);
        newest && (newest->id() == last_appended_ || mutated(mutant::resolved_without_comparing)))
      return succeed((*outcome.last)->position);
  decide_again();
}

void aggregate_actor::on_confirmed(std::uint64_t newest) {
  if (newest != aggregate_->position())
    return decide_again();
  phase_ = phase::ready;
  answer_from_memory();
}

void aggregate_actor::on_passivate() {
  leaving_ = true;
  proceed();
}

// -- steps ------------------------------------------------------------------------------------------------------------

void aggregate_actor::proceed() {
  if (phase_ == phase::absent && !waiting_.empty())
    return load();
  if (phase_ == phase::ready && !waiting_.empty())
    return gather();
  if (leaving_ && waiting_.empty() && (phase_ == phase::ready || phase_ == phase::absent))
    quit();
}

void aggregate_actor::load() {
  phase_ = phase::loading;
  is_current_ = mutated(mutant::loaded_taken_for_newest);
  load_aggregate(node_.outside.log, node_.bounds, {kind_, key_, node_.schema}, to_self<aggregate_loaded>());
}

/// Decides what waits, in order, until an append is full or something must go into the next one.
void aggregate_actor::gather() {
  SINEW_ASSERT(commit_.empty() && aggregate_);
  auto next = waiting_.begin();
  while (next != waiting_.end() && take_or_blame(*next))
    ++next;
  waiting_.erase(waiting_.begin(), next);
  if (waiting_.empty())
    waiting_.shrink_to_fit(); // most aggregates are idle most of the time
  if (!commit_.stores_nothing())
    return arm_or_append();
  if (is_current_ || commit_.only_repeats() || mutated(mutant::refusal_from_memory))
    return answer_from_memory();
  phase_ = phase::confirming;
  is_current_ = true;
  node_.outside.log.last(key_, to_self<last_read>());
}

void aggregate_actor::answer_from_memory() {
  conflicts_ = 0;
  commit_.succeed(*aggregate_, aggregate_->position());
  proceed();
}

/// A domain that throws takes this actor down; but first the sender of the culprit learns that it was the culprit. The
/// others that wait are told to retry, no more.
auto aggregate_actor::take_or_blame(handle_command& asked) -> bool {
  asked.reply.passed(&hop_times::handled);
  const work_scope scope{asked.command.trace(), asked.command.correlation()};
  try {
    return take(asked);
  } catch (const std::exception& bug) {
    asked.reply.broke_down(
        fmt::format("{} {} broke down over '{}': {}", key_.aggregate, key_.id, asked.command.type(), bug.what()),
        retry_pause());
    throw;
  }
}

/// Decides one command, and moves it into the commit. False: it must wait for the next append.
auto aggregate_actor::take(handle_command& asked) -> bool {
  const auto now = node_.outside.clock.now();
  const auto id = asked.command.id();
  if (commit_.contains(id) && !mutated(mutant::twin_in_batch))
    return false;
  if (const auto before = aggregate_->answered(id)) {
    commit_.add_answer(std::move(asked), {.version = before->version, .position = before->position, .repeated = true});
    return true;
  }
  if (asked.command.has_deadline() && asked.command.deadline() < now && !mutated(mutant::deadline_ignored)) {
    // A no like the domain's: whoever reacts is done with it, and whoever asked need not ask again.
    commit_.add_answer(std::move(asked), {.outcome = wire::Outcome::refused,
                                          .version = aggregate_->version(),
                                          .reason = std::string{to_string(errc::deadline_exceeded)}});
    return true;
  }
  auto decided = aggregate_->state().decide(asked.command.type(), asked.command.payload(), {key_.id, now});
  if (!decided) {
    commit_.add_answer(std::move(asked), {.outcome = wire::Outcome::invalid, .reason = to_string(decided.error())});
    return true;
  }
  if (auto* no = std::get_if<refused>(&*decided)) {
    commit_.add_answer(
        std::move(asked),
        {.outcome = wire::Outcome::refused, .version = aggregate_->version(), .reason = std::move(no->reason)});
    return true;
  }
  auto& events = std::get<std::vector<encoded>>(*decided);
  if (events.empty()) {
    if (is_early(asked.command))
      return rearm(std::move(asked)), true;
    commit_.add_answer(std::move(asked), {.version = aggregate_->version(), .position = aggregate_->position()});
    return true;
  }
  if (!commit_.admits(events, node_.bounds))
    return false;
  for (const auto& event : events) {
    const auto anticipated = aggregate_->anticipate(event);
    SINEW_ASSERT(anticipated); // we have just written it ourselves
  }
  commit_.add(std::move(asked), std::move(events), *aggregate_);
  return true;
}

void aggregate_actor::note_armed(std::optional<encoded_alarm> wanted) {
  armed_ = wanted ? std::make_unique<encoded_alarm>(std::move(*wanted)) : nullptr;
}

/// A deadline that the new state holds must be able to wake us before the state is true.
void aggregate_actor::arm_or_append() {
  const auto wanted = aggregate_->state().alarm();
  if (!wanted || (armed_ && is_same(*wanted, *armed_)) || mutated(mutant::alarm_not_armed))
    return append();
  phase_ = phase::arming;
  note_armed(wanted);
  node_.outside.alarms.arm(key_, wanted->at, wake_up_at(*wanted, commit_.handed_on()), to_self<alarm_armed>());
}

void aggregate_actor::append() {
  phase_ = phase::appending;
  is_current_ = true;
  auto messages = commit_.messages(key_, stored_version_, {node_.actor, node_.schema}, node_.outside.clock.now(),
                                   [this] { return new_uuid(node_.outside); });
  last_appended_ = messages.back().id();
  node_.outside.log.append(key_, aggregate_->position(), std::move(messages), to_self<append_done>());
  if (mutated(mutant::snapshot_before_ack))
    node_.outside.log.save_snapshot(key_, aggregate_->save(node_.schema), [](const result<void>&) {});
}

void aggregate_actor::succeed(std::uint64_t position) {
  aggregate_->stored_up_to(position);
  stored_version_ = aggregate_->version();
  conflicts_ = 0;
  phase_ = phase::ready;
  commit_.succeed(*aggregate_, mutated(mutant::position_before_append) ? position - 1 : position);
  cancel_alarm_if_gone();
  arm_again_if_due();
  snapshot_if_due();
  proceed();
}

/// Someone else wrote first, or we may have without knowing: reload, and ask the domain again.
void aggregate_actor::decide_again() {
  if (++conflicts_ > node_.bounds.conflicts_in_a_row) {
    conflicts_ = 0;
    return give_up({errc::conflict, key_.aggregate + " " + key_.id + " is written by others all the time"});
  }
  auto back = commit_.take_back();
  waiting_.insert(waiting_.begin(), std::make_move_iterator(back.begin()), std::make_move_iterator(back.end()));
  forget();
}

/// The world does not let us: everyone who waits shall come again.
void aggregate_actor::give_up(const error& why) {
  spdlog::warn("{} {}: {}", key_.aggregate, key_.id, to_string(why));
  const receipt again{.outcome = wire::Outcome::retry,
                      .reason = to_string(why),
                      .retry_after = retry_pause(),
                      .broke_down = why.code == errc::system_failure};
  commit_.answer_all(again);
  for (const auto& asked : waiting_)
    asked.reply(again);
  waiting_.clear();
  if (mutated(mutant::phantom_state_kept) && aggregate_) {
    phase_ = phase::ready;
    return proceed();
  }
  forget();
}

void aggregate_actor::forget() {
  aggregate_.reset();
  armed_.reset();
  phase_ = phase::absent;
  proceed();
}

void aggregate_actor::snapshot_if_due() {
  if (stored_version_ - snapshot_version_ < node_.bounds.events_per_snapshot)
    return;
  snapshot_version_ = stored_version_;
  node_.outside.log.save_snapshot(key_, aggregate_->save(node_.schema), [](const result<void>&) {});
}

void aggregate_actor::cancel_alarm_if_gone() {
  if (!armed_ || aggregate_->state().alarm())
    return;
  node_.outside.alarms.cancel(key_, armed_->command.type);
  armed_.reset();
}

/// An append that took longer than its deadline: the wake-up may have come before there was anything to wake, here or at
/// another owner.
void aggregate_actor::arm_again_if_due() {
  if (armed_ && armed_->at <= node_.outside.clock.now() && !mutated(mutant::alarm_not_rearmed))
    node_.outside.alarms.arm(key_, armed_->at, wake_up_at(*armed_), [](const result<void>&) {});
}

/// A wake-up that changed nothing came too early when its deadline still stands, and also when we know of no deadline but its
/// time has not come: the append that it was armed for may still be on its way, from another owner. Timers are not punctual,
/// clocks differ.
auto aggregate_actor::is_early(const message& command) const -> bool {
  if (mutated(mutant::alarm_not_rearmed))
    return false;
  const bool stands = armed_ && armed_->command.type == command.type();
  return stands || (is_wake_up(command) && command.time() > node_.outside.clock.now());
}

// Answered only when the next wake-up is durable; else the early one comes again.
void aggregate_actor::rearm(handle_command early) {
  const receipt now{.version = aggregate_->version(), .position = aggregate_->position()};
  if (mutated(mutant::rearmed_without_looking))
    early.reply(now);
  const auto at = armed_ ? armed_->at : early.command.time();
  node_.outside.alarms.arm(key_, at, armed_ ? wake_up_at(*armed_) : early.command,
                           [reply = early.reply, now, pause = retry_pause()](const result<void>& armed) {
                             armed ? reply(now) : reply.retry(to_string(armed.error()), pause);
                           });
}

auto aggregate_actor::wake_up_at(const encoded_alarm& wanted, std::string trace) const -> message {
  return wake_up(key_, wanted, node_.actor, node_.schema, std::move(trace));
}

auto aggregate_actor::retry_pause() const -> std::chrono::milliseconds {
  return backoff(node_.bounds.first_backoff, node_.bounds.longest_backoff, 2, node_.outside.chance.next());
}

} // namespace sinew
