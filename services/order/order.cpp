// SPDX-License-Identifier: Apache-2.0
#include "services/order/order.hpp"

#include "kernel/mutation.hpp"

namespace shop {

namespace {

using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using decision = sinew::decision<order>;
using refusal = order::refusal;
using stage = order::stage;
using state = order::state;

// -- decide: one function per command ---------------------------------------------------------------------------------

/// A client reads its receipt. A cart, which has given away what was in it, needs an event.
auto no_to(const order::place& c, refusal why) -> decision {
  if (!c.from.is_cart() || mutated(mutant::cart_not_told))
    return why;
  return order::place_refused{c.from, c.lines, std::string{to_string(why)}};
}

auto answer(const state& s, const order::place& c) -> decision {
  if (s.at != stage::unknown)
    return c.from.is_cart() && c.from == s.from ? decision{nothing} : no_to(c, refusal::already_placed);
  const auto total = total_of(c.lines);
  if (!total)
    return no_to(c, refusal::total_too_large);
  const auto patience = c.patience == std::chrono::seconds{0} ? order::usual_patience : c.patience;
  return order::placed{c.customer, c.lines, *total, c.payment, c.ship_to, c.now + patience, c.from};
}

auto answer(const state& s, const order::cancel& c) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_placed;
    case stage::placed: return order::cancel_requested{c.reason.empty() ? "customer_request" : c.reason};
    case stage::cancel_requested:
    case stage::timed_out:
    case stage::cancelled: return nothing;
    case stage::confirmed: return refusal::already_confirmed;
  }
  return nothing;
}

// Once the undoing has begun it goes on to its end: the parcel that was booked meanwhile is cancelled like any other.
auto answer(const state& s, const order::confirm&) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_placed;
    case stage::placed: return order::confirmed{s.customer, s.total};
    case stage::cancel_requested:
    case stage::timed_out:
      if (mutated(mutant::late_confirm_wins))
        return order::confirmed{s.customer, s.total};
      return nothing;
    case stage::confirmed:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

// Being undone already, the order waits for the end of that chain (shipment, payment, reservation): closing here would
// say "all undone" while a payment may still be on its way back.
auto answer(const state& s, const order::reject& c) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_placed;
    case stage::placed: return order::cancelled{s.customer, c.code};
    case stage::cancel_requested:
    case stage::timed_out:
    case stage::cancelled: return nothing;
    case stage::confirmed: return refusal::already_confirmed;
  }
  return nothing;
}

auto answer(const state& s, const order::close& c) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_placed;
    case stage::placed: return order::cancelled{s.customer, c.code};
    case stage::cancel_requested:
    case stage::timed_out: return order::cancelled{s.customer, s.code};
    case stage::confirmed: return refusal::already_confirmed;
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto answer(const state& s, const order::expire& c) -> decision {
  if (s.at != stage::placed || (c.now < s.deadline && !mutated(mutant::expires_early)))
    return nothing;
  return order::timed_out{"deadline"};
}

// -- evolve: one function per event -----------------------------------------------------------------------------------

void apply(state& s, const order::placed& e) {
  s.at = stage::placed;
  s.customer = e.customer;
  s.total = e.total;
  s.deadline = e.deadline;
  s.from = e.from;
}

void apply(state&, const order::place_refused&) {}

/// An order that was never placed has nothing to undo: there, such an event is a stranger's.
void begin_undoing(state& s, stage how, const std::string& code) {
  if (s.at == stage::unknown)
    return;
  s.at = how;
  s.code = code;
}

void apply(state& s, const order::cancel_requested& e) {
  begin_undoing(s, stage::cancel_requested, e.code);
}

void apply(state& s, const order::timed_out& e) {
  begin_undoing(s, stage::timed_out, e.code);
}

void apply(state& s, const order::confirmed&) {
  s.at = stage::confirmed;
}

void apply(state& s, const order::cancelled& e) {
  s.at = stage::cancelled;
  s.code = e.code;
}

} // namespace

auto order::decide(const state& s, const command& c) -> sinew::decision<order> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto order::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto order::deadline_of(const event& e) -> std::optional<sinew::timestamp> {
  const auto* placement = std::get_if<placed>(&e);
  return placement == nullptr ? std::nullopt : std::optional{placement->deadline};
}

auto order::alarm_of(const state& s) -> std::optional<sinew::alarm<order>> {
  if (s.at != stage::placed)
    return std::nullopt;
  return sinew::alarm<order>{expire{s.deadline}, s.deadline};
}

auto to_string(order::refusal why) -> std::string_view {
  switch (why) {
    case order::refusal::already_placed: return "already_placed";
    case order::refusal::not_placed: return "not_placed";
    case order::refusal::already_confirmed: return "already_confirmed";
    case order::refusal::total_too_large: return "total_too_large";
  }
  return "unknown";
}

} // namespace shop
