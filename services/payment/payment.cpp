// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment.hpp"

#include "kernel/mutation.hpp"

#include <algorithm>

namespace shop {

namespace {

using answer = sinew::decision<payment>;
using refusal = payment::refusal;
using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using stage = payment::stage;
using state = payment::state;

/// The epoch means "no limit".
auto sooner(sinew::timestamp a, sinew::timestamp limit) -> sinew::timestamp {
  return limit == sinew::timestamp{} ? a : std::min(a, limit);
}

auto begun(money amount, const payment_method& method, sinew::timestamp until, sinew::timestamp now)
    -> payment::started {
  return {amount, method, sooner(now + payment::patience, until), until};
}

auto pause_before(std::uint32_t time) -> std::chrono::seconds {
  auto pause = payment::first_pause;
  for (; time > 1 && pause < payment::longest_pause; --time)
    pause *= 2;
  return std::min(pause, payment::longest_pause);
}

auto on(const state& now, const payment::request& c) -> answer {
  switch (now.at) {
    case stage::unknown: return payment::requested{c.customer, c.amount, c.method, c.until};
    case stage::charge_awaited: return begun(c.amount, c.method, c.until, c.now);
    case stage::requested:
    case stage::started:
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled:
    case stage::postponed: return nothing;
  }
  return nothing;
}

auto on(const state& now, const payment::charge& c) -> answer {
  switch (now.at) {
    case stage::unknown: return payment::charge_awaited{};
    case stage::requested: return begun(now.amount, now.method, now.until, c.now);
    case stage::charge_awaited:
    case stage::started:
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled:
    case stage::postponed: return nothing;
  }
  return nothing;
}

/// What follows when the other side has spoken: a payment listens that has asked, also if it is to ask again.
auto once_asked(const state& now, const payment::event& outcome) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return refusal::not_started;
    case stage::started:
    case stage::postponed: return std::vector{outcome};
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto on(const state& now, const payment::approve& c) -> answer {
  return once_asked(now, payment::charged{c.reference, now.amount});
}

auto on(const state& now, const payment::decline& c) -> answer {
  return once_asked(now, payment::declined{c.code});
}

// At its deadline a payment times out, by its own alarm: whoever is silent for so long is told to undo it. A call that had
// until then ends with it, by a clock of its own, and so perhaps a hair before.
constexpr std::chrono::milliseconds hair{100};

auto once_more(const state& now, const payment::postpone& c) -> answer {
  if (now.until == sinew::timestamp{} || c.now + hair >= now.deadline)
    return nothing;
  const auto times = now.postponements + 1;
  return payment::postponed{c.code, times, c.now + pause_before(times)};
}

auto on(const state& now, const payment::postpone& c) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return refusal::not_started;
    case stage::started: return once_more(now, c);
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled:
    case stage::postponed: return nothing;
  }
  return nothing;
}

auto on(const state& now, const payment::try_again& c) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return refusal::not_started;
    case stage::postponed: break;
    case stage::started:
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled: return nothing;
  }
  if (c.now >= now.until)
    return payment::timed_out{now.amount, now.method};
  return c.now < now.again ? answer{nothing} : begun(now.amount, now.method, now.until, c.now);
}

auto on(const state& now, const payment::expire& c) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return refusal::not_started;
    case stage::started: return c.now < now.deadline ? answer{nothing} : payment::timed_out{now.amount, now.method};
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled:
    case stage::postponed: return nothing;
  }
  return nothing;
}

auto on(const state& now, const payment::refund& c) -> answer {
  switch (now.at) {
    // A tombstone: the request or the charge that this refund has overtaken finds it and stays without effect.
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return payment::cancelled{c.code};
    case stage::started:
    case stage::charged:
    case stage::postponed: // an attempt may have taken it
      if (mutated(mutant::refund_skipped))
        return payment::refunded{c.code, now.amount};
      return payment::refunding{c.code, now.amount, now.method};
    case stage::declined:
    case stage::timed_out: // is being undone already, and ends as declined
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto on(const state& now, const payment::note_voided&) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return refusal::not_started;
    case stage::timed_out: return payment::declined{std::string{payment::timed_out_code}};
    case stage::refunding: return payment::refunded{now.code, now.amount};
    case stage::started:
    case stage::charged:
    case stage::declined:
    case stage::refunded:
    case stage::cancelled:
    case stage::postponed: return nothing;
  }
  return nothing;
}

void apply(state& s, const payment::requested& e) {
  s.at = stage::requested;
  s.amount = e.amount;
  s.method = e.method;
  s.until = e.until;
}

void apply(state& s, const payment::charge_awaited&) {
  s.at = stage::charge_awaited;
}

void apply(state& s, const payment::started& e) {
  s.at = stage::started;
  s.amount = e.amount;
  s.method = e.method;
  s.deadline = e.deadline;
  s.until = e.until;
}

void apply(state& s, const payment::charged& e) {
  s.at = stage::charged;
  s.reference = e.reference;
}

void apply(state& s, const payment::declined& e) {
  s.at = stage::declined;
  s.code = e.code;
}

void apply(state& s, const payment::postponed& e) {
  s.at = stage::postponed;
  s.postponements = e.times;
  s.again = e.again;
}

void apply(state& s, const payment::timed_out&) {
  s.at = stage::timed_out;
}

void apply(state& s, const payment::refunding& e) {
  s.at = stage::refunding;
  s.code = e.code;
}

void apply(state& s, const payment::refunded&) {
  s.at = stage::refunded;
}

void apply(state& s, const payment::cancelled& e) {
  s.at = stage::cancelled;
  s.code = e.code;
}

} // namespace

auto payment::decide(const state& now, const command& wanted) -> sinew::decision<payment> {
  return std::visit([&](const auto& c) { return on(now, c); }, wanted);
}

auto payment::evolve(state before, const event& happened) -> state {
  std::visit([&](const auto& e) { apply(before, e); }, happened);
  return before;
}

auto payment::alarm_of(const state& now) -> std::optional<sinew::alarm<payment>> {
  if (now.at == stage::started)
    return sinew::alarm<payment>{expire{now.deadline}, now.deadline};
  if (now.at != stage::postponed)
    return std::nullopt;
  const auto next = sooner(now.again, now.until);
  return sinew::alarm<payment>{try_again{next}, next};
}

auto to_string(payment::refusal why) -> std::string_view {
  switch (why) {
    case refusal::not_started: return "not_started";
  }
  return "unknown";
}

} // namespace shop
