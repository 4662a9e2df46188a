// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment.hpp"

namespace shop {

namespace {

using answer = sinew::decision<payment>;
using refusal = payment::refusal;
using sinew::nothing;
using stage = payment::stage;
using state = payment::state;

auto begun(money amount, const payment_method& method, sinew::timestamp now) -> payment::started {
  return {amount, method, now + payment::patience};
}

auto on(const state& now, const payment::request& c) -> answer {
  switch (now.at) {
    case stage::unknown: return payment::requested{c.customer, c.amount, c.method};
    case stage::charge_awaited: return begun(c.amount, c.method, c.now);
    case stage::requested:
    case stage::started:
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto on(const state& now, const payment::charge& c) -> answer {
  switch (now.at) {
    case stage::unknown: return payment::charge_awaited{};
    case stage::requested: return begun(now.amount, now.method, c.now);
    case stage::charge_awaited:
    case stage::started:
    case stage::charged:
    case stage::declined:
    case stage::timed_out:
    case stage::refunding:
    case stage::refunded:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

/// What follows when the other side, or the alarm, has spoken: only a started payment listens.
auto once_started(const state& now, const payment::event& outcome) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return refusal::not_started;
    case stage::started: return std::vector{outcome};
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
  return once_started(now, payment::charged{c.reference, now.amount});
}

auto on(const state& now, const payment::decline& c) -> answer {
  return once_started(now, payment::declined{c.code});
}

auto on(const state& now, const payment::expire&) -> answer {
  return once_started(now, payment::timed_out{now.amount, now.method});
}

auto on(const state& now, const payment::refund& c) -> answer {
  switch (now.at) {
    // A tombstone: the request or the charge that this refund has overtaken finds it and stays without effect.
    case stage::unknown:
    case stage::requested:
    case stage::charge_awaited: return payment::cancelled{c.code};
    case stage::started:
    case stage::charged: return payment::refunding{c.code, now.amount, now.method};
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
    case stage::cancelled: return nothing;
  }
  return nothing;
}

void apply(state& s, const payment::requested& e) {
  s.at = stage::requested;
  s.amount = e.amount;
  s.method = e.method;
}

void apply(state& s, const payment::charge_awaited&) {
  s.at = stage::charge_awaited;
}

void apply(state& s, const payment::started& e) {
  s.at = stage::started;
  s.amount = e.amount;
  s.method = e.method;
  s.deadline = e.deadline;
}

void apply(state& s, const payment::charged& e) {
  s.at = stage::charged;
  s.reference = e.reference;
}

void apply(state& s, const payment::declined& e) {
  s.at = stage::declined;
  s.code = e.code;
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
  if (now.at != stage::started)
    return std::nullopt;
  return sinew::alarm<payment>{expire{}, now.deadline};
}

auto to_string(payment::refusal why) -> std::string_view {
  switch (why) {
    case refusal::not_started: return "not_started";
  }
  return "unknown";
}

} // namespace shop
