// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/reservation.hpp"

#include "kernel/mutation.hpp"

#include <algorithm>

namespace shop {

namespace {

using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using decision = sinew::decision<reservation>;
using refusal = reservation::refusal;
using stage = reservation::stage;
using state = reservation::state;

/// One piece per article; no value when there are more of one than can be had at once.
auto merged(const std::vector<piece>& pieces) -> std::optional<std::vector<piece>> {
  std::vector<piece> out;
  for (const auto& each : pieces) {
    auto known = std::ranges::find(out, each.article, &piece::article);
    if (known == out.end())
      known = out.insert(out.end(), piece{each.article, 0});
    if (each.quantity > reservation::most_of_one_article - known->quantity)
      return std::nullopt;
    known->quantity += each.quantity;
  }
  return out;
}

auto is_asked_for(const state& s, const sku& article) -> bool {
  return std::ranges::find(s.pieces, article, &piece::article) != s.pieces.end();
}

auto is_held(const state& s, const sku& article) -> bool {
  return std::ranges::find(s.held, article) != s.held.end();
}

// -- decide: one function per command ---------------------------------------------------------------------------------

auto answer(const state& s, const reservation::open& c) -> decision {
  if (s.at != stage::unknown)
    return nothing;
  auto pieces = merged(c.pieces);
  if (!pieces)
    return refusal::too_many_pieces;
  return reservation::opened{*std::move(pieces)};
}

auto hold_noted(const state& s, const sku& article) -> decision {
  if (!is_asked_for(s, article))
    return refusal::not_asked_for;
  if (is_held(s, article))
    return nothing;
  if (s.held.size() + 1 < s.pieces.size())
    return reservation::line_held{article};
  return reservation::reserved{article};
}

auto answer(const state& s, const reservation::note_held& c) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_opened;
    case stage::opened:
    case stage::reserved: return hold_noted(s, c.article);
    // Held too late, or once more: nobody will ever ask for these pieces.
    case stage::rejected:
    case stage::released:
    case stage::committed:
      if (mutated(mutant::late_hold_kept))
        return nothing;
      return reservation::hold_undone{c.article};
  }
  return nothing;
}

auto shortage_noted(const state& s, const sku& article) -> decision {
  if (!is_asked_for(s, article))
    return refusal::not_asked_for;
  if (is_held(s, article))
    return nothing;
  return reservation::rejected{"out_of_stock", article, s.held};
}

auto answer(const state& s, const reservation::note_short& c) -> decision {
  switch (s.at) {
    case stage::unknown: return refusal::not_opened;
    case stage::opened: return shortage_noted(s, c.article);
    case stage::reserved:
    case stage::rejected:
    case stage::released:
    case stage::committed: return nothing;
  }
  return nothing;
}

// A rejected reservation has given everything back already; it still says "released", once, because an order that is
// being undone waits for that word.
auto answer(const state& s, const reservation::release& c) -> decision {
  switch (s.at) {
    case stage::unknown:
    case stage::opened:
    case stage::reserved:
    case stage::rejected: return reservation::released{c.code, s.held};
    case stage::released: return nothing;
    case stage::committed: return refusal::already_committed;
  }
  return nothing;
}

auto answer(const state& s, const reservation::commit&) -> decision {
  switch (s.at) {
    case stage::reserved: return reservation::committed{s.held};
    case stage::committed: return nothing;
    case stage::unknown:
    case stage::opened:
    case stage::rejected:
    case stage::released: return refusal::not_reserved;
  }
  return nothing;
}

// -- evolve: one function per event -----------------------------------------------------------------------------------

void apply(state& s, const reservation::opened& e) {
  s.at = stage::opened;
  s.pieces = e.pieces;
}

void apply(state& s, const reservation::line_held& e) {
  s.held.push_back(e.article);
}

void apply(state& s, const reservation::reserved& e) {
  s.at = stage::reserved;
  s.held.push_back(e.article);
}

void apply(state& s, const reservation::rejected& e) {
  s.at = stage::rejected;
  s.code = e.code;
  s.held.clear();
}

void apply(state& s, const reservation::released& e) {
  s.at = stage::released;
  s.code = e.code;
  s.held.clear();
}

void apply(state&, const reservation::hold_undone&) {}

void apply(state& s, const reservation::committed&) {
  s.at = stage::committed;
  s.held.clear();
}

} // namespace

auto reservation::decide(const state& s, const command& c) -> sinew::decision<reservation> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto reservation::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto to_string(reservation::refusal why) -> std::string_view {
  switch (why) {
    case reservation::refusal::too_many_pieces: return "too_many_pieces";
    case reservation::refusal::not_opened: return "not_opened";
    case reservation::refusal::not_asked_for: return "not_asked_for";
    case reservation::refusal::already_committed: return "already_committed";
    case reservation::refusal::not_reserved: return "not_reserved";
  }
  return "unknown";
}

} // namespace shop
