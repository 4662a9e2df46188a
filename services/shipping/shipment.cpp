// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipment.hpp"

#include "kernel/mutation.hpp"

namespace shop {

namespace {

using answer = sinew::decision<shipment>;
using refusal = shipment::refusal;
using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using stage = shipment::stage;
using state = shipment::state;

auto on(const state& now, const shipment::request& c) -> answer {
  switch (now.at) {
    case stage::unknown: return shipment::requested{c.customer, c.to};
    case stage::create_awaited: return shipment::booking{c.customer, c.to};
    case stage::requested:
    case stage::booking:
    case stage::created:
    case stage::failed:
    case stage::cancelling:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto on(const state& now, const shipment::create&) -> answer {
  switch (now.at) {
    case stage::unknown: return shipment::create_awaited{};
    case stage::requested: return shipment::booking{now.customer, now.to};
    case stage::create_awaited:
    case stage::booking:
    case stage::created:
    case stage::failed:
    case stage::cancelling:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

/// What follows when the carrier has spoken: only a shipment that is being booked listens.
auto once_booking(const state& now, const shipment::event& outcome) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::create_awaited: return refusal::not_booking;
    case stage::booking: return std::vector{outcome};
    case stage::created:
    case stage::failed:
    case stage::cancelling:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto on(const state& now, const shipment::note_booked& c) -> answer {
  return once_booking(now, shipment::created{c.tracking});
}

auto on(const state& now, const shipment::note_refused& c) -> answer {
  return once_booking(now, shipment::failed{c.code});
}

auto on(const state& now, const shipment::cancel& c) -> answer {
  switch (now.at) {
    // A tombstone: the request or the create that this cancel has overtaken finds it and stays without effect.
    case stage::unknown:
    case stage::requested:
    case stage::create_awaited:
      if (mutated(mutant::tombstone_missing))
        return nothing;
      return shipment::cancelled{c.code};
    case stage::booking:
    case stage::created:
      if (mutated(mutant::void_skipped))
        return shipment::cancelled{c.code};
      return shipment::cancelling{c.code};
    case stage::failed:
    case stage::cancelling:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

auto on(const state& now, const shipment::note_voided&) -> answer {
  switch (now.at) {
    case stage::unknown:
    case stage::requested:
    case stage::create_awaited: return refusal::not_booking;
    case stage::cancelling: return shipment::cancelled{now.code};
    case stage::booking:
    case stage::created:
    case stage::failed:
    case stage::cancelled: return nothing;
  }
  return nothing;
}

void apply(state& s, const shipment::requested& e) {
  s.at = stage::requested;
  s.customer = e.customer;
  s.to = e.to;
}

void apply(state& s, const shipment::create_awaited&) {
  s.at = stage::create_awaited;
}

void apply(state& s, const shipment::booking& e) {
  s.at = stage::booking;
  s.customer = e.customer;
  s.to = e.to;
}

void apply(state& s, const shipment::created& e) {
  s.at = stage::created;
  s.tracking = e.tracking;
}

void apply(state& s, const shipment::failed& e) {
  s.at = stage::failed;
  s.code = e.code;
}

void apply(state& s, const shipment::cancelling& e) {
  s.at = stage::cancelling;
  s.code = e.code;
}

void apply(state& s, const shipment::cancelled& e) {
  s.at = stage::cancelled;
  s.code = e.code;
}

} // namespace

auto shipment::decide(const state& now, const command& wanted) -> sinew::decision<shipment> {
  return std::visit([&](const auto& c) { return on(now, c); }, wanted);
}

auto shipment::evolve(state before, const event& happened) -> state {
  std::visit([&](const auto& e) { apply(before, e); }, happened);
  return before;
}

auto to_string(shipment::refusal why) -> std::string_view {
  switch (why) {
    case refusal::not_booking: return "not_booking";
  }
  return "unknown";
}

} // namespace shop
