// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/stock.hpp"

#include "kernel/mutation.hpp"

#include <limits>

namespace shop {

namespace {

using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using decision = sinew::decision<stock>;
using state = stock::state;

// -- decide: one function per command ---------------------------------------------------------------------------------

// All other commands only move pieces between the counters, so none can overflow once the sum has been counted here.
auto answer(const state& s, const stock::receive& c) -> decision {
  const auto here = s.available + s.reserved + s.shipped;
  if (c.quantity > std::numeric_limits<std::uint64_t>::max() - here)
    return stock::refusal::too_many_pieces;
  return stock::received{c.quantity};
}

auto answer(const state& s, const stock::hold& c) -> decision {
  if (s.holdings.contains(c.reservation))
    return nothing;
  if (c.quantity > s.available && !mutated(mutant::stock_unchecked))
    return stock::fell_short{c.reservation, c.quantity, s.available};
  return stock::held{c.reservation, c.quantity};
}

// What is not held, was never or is no more: there is nothing to give back.
auto answer(const state& s, const stock::release& c) -> decision {
  const auto holding = s.holdings.find(c.reservation);
  if (holding == s.holdings.end())
    return nothing;
  return stock::released{c.reservation, holding->second};
}

auto answer(const state& s, const stock::ship& c) -> decision {
  const auto holding = s.holdings.find(c.reservation);
  if (holding == s.holdings.end())
    return nothing;
  return stock::shipped{c.reservation, holding->second};
}

// -- evolve: one function per event -----------------------------------------------------------------------------------

void apply(state& s, const stock::received& e) {
  s.available += e.quantity;
}

void apply(state& s, const stock::held& e) {
  s.available -= e.quantity;
  s.reserved += e.quantity;
  s.holdings[e.reservation] = e.quantity;
}

void apply(state&, const stock::fell_short&) {}

void apply(state& s, const stock::released& e) {
  s.reserved -= e.quantity;
  s.available += mutated(mutant::release_doubled) ? 2 * e.quantity : e.quantity;
  s.holdings.erase(e.reservation);
}

void apply(state& s, const stock::shipped& e) {
  s.reserved -= e.quantity;
  s.shipped += e.quantity;
  s.holdings.erase(e.reservation);
}

} // namespace

auto stock::decide(const state& s, const command& c) -> sinew::decision<stock> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto stock::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto to_string(stock::refusal why) -> std::string_view {
  switch (why) {
    case stock::refusal::too_many_pieces: return "too_many_pieces";
  }
  return "unknown";
}

} // namespace shop
