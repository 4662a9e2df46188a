// SPDX-License-Identifier: Apache-2.0
#include "services/customer/customer.hpp"

namespace shop {

namespace {

using sinew::nothing;
using decision = sinew::decision<customer>;
using refusal = customer::refusal;
using stage = customer::stage;
using state = customer::state;

// -- decide: one function per command ---------------------------------------------------------------------------------

auto answer(const state& s, const customer::sign_up& c) -> decision {
  switch (s.at) {
    case stage::unknown: return customer::created{c.name, c.email};
    case stage::registered: return refusal::already_registered;
    case stage::closed: return refusal::already_closed;
  }
  return nothing;
}

auto answer(const state& s, const customer::change_email& c) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_registered;
    case stage::registered: break;
    case stage::closed: return refusal::already_closed;
  }
  if (c.email == s.email)
    return nothing;
  return customer::email_changed{c.email};
}

auto answer(const state& s, const customer::close&) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_registered;
    case stage::registered: return customer::closed{};
    case stage::closed: return nothing;
  }
  return nothing;
}

// -- evolve: one function per event -----------------------------------------------------------------------------------

void apply(state& s, const customer::created& e) {
  s = {stage::registered, e.name, e.email};
}

void apply(state& s, const customer::email_changed& e) {
  s.email = e.email;
}

void apply(state& s, const customer::closed&) {
  s.at = stage::closed;
}

} // namespace

auto customer::decide(const state& s, const command& c) -> sinew::decision<customer> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto customer::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto to_string(customer::refusal why) -> std::string_view {
  switch (why) {
    case refusal::already_registered: return "already_registered";
    case refusal::not_registered: return "not_registered";
    case refusal::already_closed: return "already_closed";
  }
  return "unknown";
}

} // namespace shop
