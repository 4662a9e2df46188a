// SPDX-License-Identifier: Apache-2.0
#include "actors/dependency.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <algorithm>
#include <map>
#include <random>
#include <utility>

namespace sinew {

namespace {

using std::chrono::milliseconds;

/// Worth another attempt at once: a hiccup, perhaps. Who says "too much" is not asked more.
auto is_hiccup(errc code) -> bool {
  return code == errc::unavailable || code == errc::outcome_unknown;
}

auto speaks_against_it(errc code) -> bool {
  return is_hiccup(code) || code == errc::overloaded || code == errc::system_failure;
}

auto says_nothing_happened(errc code) -> bool {
  return code == errc::unavailable || code == errc::overloaded;
}

auto in_milliseconds(loop::clock::duration span) -> milliseconds {
  return std::chrono::ceil<milliseconds>(span);
}

} // namespace

auto dependency_options::validate() const -> std::vector<std::string> {
  auto faults = breaker.validate();
  for (const auto& more : {retry.validate(), calls.validate()})
    faults.insert(faults.end(), more.begin(), more.end());
  if (fair_wait.count() < 0)
    faults.emplace_back("fair_wait must not be negative");
  return faults;
}

/// Everything behind a dependency. Timers and answers of attempts know it weakly.
class dependency::guard : public std::enable_shared_from_this<guard> {
 public:
  guard(std::string name, const dependency_options& options, loop& where, std::uint64_t seed)
      : name_{std::move(name)},
        options_{options},
        loop_{where},
        breaker_{options.breaker},
        budget_{options.retry},
        places_{options.calls},
        jitter_{static_cast<std::minstd_rand::result_type>(seed)} {}

  void add(milliseconds patience, try_once attempt, completion<void> done) {
    ++counted_.calls;
    budget_.earn();
    const auto id = ++last_call_;
    const auto until = loop_.now() + std::min<milliseconds>(patience, std::chrono::hours{24});
    calls_.emplace(id, std::make_shared<one_call>(until, std::move(attempt), std::move(done)));
    // In the next turn: a completion never runs inside the call that asked.
    loop_.post([weak = weak_from_this(), id] {
      if (const auto self = weak.lock())
        self->begin(id);
    });
  }

  [[nodiscard]] auto name() const -> const std::string& { return name_; }

  [[nodiscard]] auto status() const -> dependency_status {
    const auto now = loop_.now();
    auto told = counted_;
    told.breaker = breaker_.at(now);
    if (told.breaker == circuit_breaker::state::open)
      told.open_for = in_milliseconds(breaker_.open_until() - now);
    told.openings = breaker_.openings();
    told.in_flight = places_.inside();
    told.waiting = places_.waiting();
    return told;
  }

 private:
  using call_id = bulkhead::call_id;

  struct one_call {
    one_call(loop::time_point until, try_once what, completion<void> to)
        : deadline{until}, attempt{std::move(what)}, done{std::move(to)} {}

    loop::time_point deadline;
    try_once attempt;
    completion<void> done;
    unsigned attempts = 0;
    bool in_doubt = false;    // an attempt was sent and never answered
    loop::timer_id timer = 0; // ends the wait for a place
  };

  /// Takes a place or waits for one.
  void begin(call_id id) {
    if (breaker_.at(loop_.now()) == circuit_breaker::state::open)
      return reject(id, breaker_is_open());
    switch (places_.enter(id)) {
      case bulkhead::entry::inside: return start_or_pass_on(id);
      case bulkhead::entry::waiting: return end_when_late(id);
      case bulkhead::entry::turned_away:
        return reject(id, {errc::overloaded, "too many calls to the " + name_ + " are under way"});
    }
  }

  void end_when_late(call_id id) {
    auto& call = *calls_.at(id);
    call.timer = loop_.at(call.deadline, [weak = weak_from_this(), id] {
      const auto self = weak.lock();
      if (!self)
        return;
      self->places_.give_up(id);
      self->reject(id, {errc::overloaded, "no place for a call to the " + self->name_ + " became free in time"});
    });
  }

  /// `id` has a place: it uses it, or the next one does.
  void start_or_pass_on(call_id id) {
    for (std::optional<call_id> next = id; next && !start(*next);)
      next = places_.leave();
  }

  auto start(call_id id) -> bool {
    const auto call = calls_.at(id);
    loop_.cancel(std::exchange(call->timer, 0));
    const auto now = loop_.now();
    const auto ticket = breaker_.admit(now);
    if (!ticket) {
      reject(id, breaker_is_open());
      return false;
    }
    counted_.retries += ++call->attempts > 1 ? 1 : 0;
    const auto allowed = std::max(in_milliseconds(call->deadline - now), milliseconds{1});
    call->attempt(allowed, [weak = weak_from_this(), id, ticket = *ticket, allowed](const result<void>& outcome) {
      if (const auto self = weak.lock())
        self->on_answer(id, ticket, allowed, outcome);
    });
    return true;
  }

  void on_answer(call_id id, circuit_breaker::ticket ticket, milliseconds allowed, const result<void>& outcome) {
    judge(ticket, allowed, outcome);
    if (!outcome && outcome.error().code == errc::outcome_unknown)
      calls_.at(id)->in_doubt = true;
    const auto next = places_.leave();
    if (!outcome && is_hiccup(outcome.error().code))
      try_again(id, outcome);
    else
      end(id, outcome);
    if (next)
      start_or_pass_on(*next);
  }

  /// What the outcome says about the party. A "no" is an answer like any other.
  void judge(circuit_breaker::ticket ticket, milliseconds allowed, const result<void>& outcome) {
    const auto now = loop_.now();
    const auto before = breaker_.at(now);
    if (!outcome && outcome.error().code == errc::outcome_unknown && allowed < options_.fair_wait) {
      breaker_.abandoned(ticket);
    } else if (!outcome && speaks_against_it(outcome.error().code)) {
      ++counted_.failures;
      breaker_.failed(ticket, now);
    } else {
      breaker_.succeeded(ticket);
    }
    tell_of_change(before, breaker_.at(now), outcome);
  }

  void tell_of_change(circuit_breaker::state before, circuit_breaker::state after, const result<void>& outcome) {
    if (before == after)
      return;
    if (after == circuit_breaker::state::open)
      spdlog::warn("the {} is left alone for {} ms: {}", name_, options_.breaker.open_time.count(),
                   outcome.error().what);
    else if (after == circuit_breaker::state::closed)
      spdlog::info("the {} answers again", name_);
  }

  void try_again(call_id id, const result<void>& outcome) {
    const auto& call = *calls_.at(id);
    const auto now = loop_.now();
    const auto pause = backoff(options_.retry.first_pause, options_.retry.longest_pause, call.attempts, jitter_());
    const bool may = call.attempts < options_.retry.attempts && now + pause < call.deadline &&
                     breaker_.at(now) == circuit_breaker::state::closed;
    if (!may || !budget_.spend())
      return end(id, outcome);
    loop_.after(pause, [weak = weak_from_this(), id] {
      if (const auto self = weak.lock())
        self->begin(id);
    });
  }

  [[nodiscard]] auto breaker_is_open() const -> error {
    const auto left = std::max(in_milliseconds(breaker_.open_until() - loop_.now()), milliseconds{0});
    if (left.count() == 0)
      return {errc::unavailable, "the " + name_ + " is being tried by others after a failure"};
    return {errc::unavailable, fmt::format("the {} is left alone for another {} ms", name_, left.count())};
  }

  void reject(call_id id, error why) {
    ++counted_.rejected;
    end(id, tl::unexpected{std::move(why)});
  }

  void end(call_id id, result<void> outcome) {
    const auto call = calls_.extract(id).mapped();
    loop_.cancel(call->timer);
    // What a later attempt did not reach an earlier one may have done.
    if (call->in_doubt && !outcome && says_nothing_happened(outcome.error().code))
      outcome.error() = {errc::outcome_unknown, "after an attempt without an answer: " + outcome.error().what};
    call->done(std::move(outcome));
  }

  const std::string name_;
  const dependency_options options_;
  loop& loop_;
  circuit_breaker breaker_;
  retry_budget budget_;
  bulkhead places_;
  std::minstd_rand jitter_;
  dependency_status counted_; // its counters only
  std::map<call_id, std::shared_ptr<one_call>> calls_;
  call_id last_call_ = 0;
};

dependency::dependency(std::string name, const dependency_options& options, loop& where, std::uint64_t seed)
    : guard_{std::make_shared<guard>(std::move(name), options, where, seed)} {}

dependency::~dependency() = default;

void dependency::run(std::chrono::milliseconds patience, try_once attempt, completion<void> done) {
  guard_->add(patience, std::move(attempt), std::move(done));
}

auto dependency::name() const -> const std::string& {
  return guard_->name();
}

auto dependency::status() const -> dependency_status {
  return guard_->status();
}

} // namespace sinew
