// SPDX-License-Identifier: Apache-2.0
#include "actors/reader_job.hpp"

#include "actors/deadline_budget.hpp"
#include "kernel/assertion.hpp"
#include "kernel/mutation.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto matches(const reaction& r, const message& m) -> bool {
  return r.aggregate == m.aggregate() && r.event == m.type();
}

} // namespace

auto reader_job::verify() -> result<void> {
  auto verified = message::verify(delivery_.body);
  if (!verified)
    return tl::unexpected{verified.error()};
  if (verified->key() != delivery_.key || verified->type() != delivery_.type)
    return fail(errc::invalid_input, fmt::format("the envelope of {} {} '{}' came on the subject of {} {} '{}'",
                                                 verified->aggregate(), verified->aggregate_id(), verified->type(),
                                                 delivery_.key.aggregate, delivery_.key.id, delivery_.type));
  verified_ = std::move(*verified);
  return {};
}

auto reader_job::plan(const service& served, bool is_timer) -> result<void> {
  SINEW_ASSERT(verified_);
  if (is_timer) {
    steps_.push_back({.command = *verified_});
    ++open_;
    return {};
  }
  for (std::size_t entry = 0; entry < (mutated(mutant::first_entry_only) ? 1 : verified_->size()); ++entry)
    if (auto planned = plan_entry(entry, served); !planned)
      return planned;
  return {};
}

auto reader_job::plan_entry(std::size_t entry, const service& served) -> result<void> {
  for (const auto& row : served.reactions) {
    if (!matches(row, *verified_))
      continue;
    if (row.effect) {
      steps_.push_back({.effect = &row, .entry = entry});
      ++open_;
      continue;
    }
    const auto wanted = mapped(row, entry);
    if (!wanted)
      return tl::unexpected{wanted.error()};
    for (const auto& w : *wanted)
      add_command(entry, w, row);
  }
  return {};
}

/// A mapping that throws is a bug that this event brings out, and no reason to lose the reader.
auto reader_job::mapped(const reaction& row, std::size_t entry) const -> reaction_result {
  try {
    return row.map(seen(entry));
  } catch (const std::exception& bug) {
    return fail(errc::system_failure,
                fmt::format("the mapping to {} {} broke down: {}", row.target, row.command, bug.what()));
  }
}

auto reader_job::expand(std::size_t effect_step, const std::vector<addressed>& commands) -> std::vector<std::size_t> {
  const auto entry = steps_[effect_step].entry;
  const auto& by = *steps_[effect_step].effect;
  std::vector<std::size_t> added;
  for (const auto& wanted : commands) {
    added.push_back(steps_.size());
    add_command(entry, wanted, by);
  }
  complete(effect_step);
  return added;
}

void reader_job::call(std::size_t index, completion<std::vector<addressed>> done) {
  const auto& asked = steps_[index];
  std::string trace{verified_->trace(asked.entry)};
  if (auto span = trace_.begin_call(*verified_, asked.entry, *asked.effect, index, asked.attempts)) {
    trace = to_traceparent(span->self);
    done = [trace = trace_.teller(std::move(*span)), done = std::move(done)](result<std::vector<addressed>> said) {
      trace(said ? std::string{} : to_string(said.error()));
      done(std::move(said));
    };
  }
  const work_scope scope{trace, verified_->correlation(asked.entry)};
  try {
    asked.effect->effect(seen(asked.entry), done);
  } catch (const std::exception& bug) {
    done(fail(errc::system_failure, fmt::format("the call to the {} broke down: {}", asked.effect->party, bug.what())));
  }
}

void reader_job::complete(std::size_t index) {
  SINEW_ASSERT(steps_[index].at == step::state::open);
  steps_[index].at = step::state::done;
  --open_;
}

auto reader_job::is_late(std::size_t index, timestamp now) const -> bool {
  const auto& s = steps_[index];
  if (s.effect != nullptr)
    return s.effect->expires && deadline_budget{verified_->saga_deadline(s.entry)}.is_spent(now);
  return s.command->has_deadline() && s.command->deadline() < now;
}

auto reader_job::letter(std::string_view reader, std::string_view upstream, bool is_timer) const -> parked_message {
  return {.service = std::string{reader},
          .key = delivery_.key,
          .upstream = std::string{upstream},
          .type = delivery_.type,
          .is_timer = is_timer,
          .position = delivery_.position,
          .reason = fate == course::queue ? "waits behind earlier ones of its key" : reason,
          .causes = failures.causes(),
          .attempts = failures.attempts(),
          .first_failure = failures.first(),
          .last_failure = failures.last(),
          .body = delivery_.body};
}

auto reader_job::seen(std::size_t entry) const -> seen_event {
  return {.key = verified_->key(),
          .type = verified_->type(),
          .payload = verified_->payload(entry),
          .id = verified_->id(entry),
          .correlation = verified_->correlation(entry),
          .time = verified_->time(entry),
          .saga_deadline = verified_->saga_deadline(entry)};
}

void reader_job::add_command(std::size_t entry, const addressed& wanted, const reaction& by) {
  // What undoes must happen, however late. What an effect answers has happened: only its question could be too late.
  const bool goes_on = by.compensates.empty() && !by.begins_saga;
  const auto saga_deadline = goes_on ? verified_->saga_deadline(entry) : timestamp{};
  const auto cause = mutated(mutant::command_id_per_delivery) ? uuid{1, delivery_.attempt} : verified_->id(entry);
  const auto id = reaction_command_id(cause, wanted.to, wanted.command.type);
  steps_.push_back({.command = message::write(
                        {.aggregate = wanted.to.aggregate,
                         .aggregate_id = wanted.to.id,
                         .type = wanted.command.type,
                         .schema = schema_,
                         .deadline = by.expires && !by.effect ? saga_deadline : timestamp{}},
                        {{{.id = id,
                           .causation = verified_->id(entry),
                           .correlation = by.begins_saga ? wanted.to.id : std::string{verified_->correlation(entry)},
                           .time = verified_->time(entry),
                           .actor = std::string{verified_->actor(entry)},
                           .trace = trace_.handed_on(*verified_, entry, by),
                           .saga_deadline = saga_deadline},
                          wanted.command.payload}}),
                    .entry = entry});
  ++open_;
}

} // namespace sinew
