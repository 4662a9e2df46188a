// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart.hpp"

#include "kernel/mutation.hpp"

#include <algorithm>

namespace shop {

namespace {

using sinew::mutant;
using sinew::mutated;
using sinew::nothing;
using decision = sinew::decision<cart>;
using refusal = cart::refusal;
using state = cart::state;

/// Whether the answer to this question is one that the cart still waits for.
auto awaits(const state& s, const sku& article, std::uint64_t want) -> bool {
  const auto found = s.items.find(article);
  return found != s.items.end() && (found->second.want == want || mutated(mutant::old_price_taken)) &&
         found->second.is_awaited();
}

/// Precondition: all have a price.
auto lines_of(const state& s) -> std::vector<line> {
  std::vector<line> lines;
  lines.reserve(s.items.size());
  for (const auto& [article, item] : s.items)
    lines.push_back({article, item.quantity, *item.price});
  return lines;
}

/// What stands in the way of buying these articles, or nothing.
auto objection_to_buying(const state& s) -> std::optional<refusal> {
  if (s.items.empty())
    return refusal::empty;
  const auto any = [&s](auto is_so) {
    return std::ranges::any_of(s.items, [&](const auto& each) { return is_so(each.second); });
  };
  if (any([](const cart::item& i) { return !i.code.empty(); }))
    return refusal::item_unavailable;
  if (any([](const cart::item& i) { return i.is_awaited(); }))
    return refusal::price_awaited;
  const auto first = s.items.begin()->second.price->in;
  if (any([first](const cart::item& i) { return i.price->in != first; }))
    return refusal::mixed_currencies;
  return total_of(lines_of(s)) ? std::nullopt : std::optional{refusal::total_too_large};
}

// -- decide: one function per command ---------------------------------------------------------------------------------

auto answer(const state& s, const cart::put& c) -> decision {
  if (!s.customer.text.empty() && s.customer != c.customer)
    return refusal::another_customer;
  const auto found = s.items.find(c.article);
  const bool is_in = found != s.items.end();
  if (c.quantity == 0)
    return is_in ? decision{cart::item_removed{c.article}} : decision{nothing};
  if (!is_in && s.items.size() == cart::most_items)
    return refusal::too_many_items;
  if (is_in && found->second.quantity == c.quantity && found->second.is_awaited())
    return nothing;
  return cart::item_wanted{c.customer, c.article, c.quantity, s.wants + 1};
}

auto answer(const state& s, const cart::note_price& c) -> decision {
  if (!awaits(s, c.article, c.want))
    return nothing;
  return cart::item_priced{c.article, c.want, c.price};
}

auto answer(const state& s, const cart::note_unavailable& c) -> decision {
  if (!awaits(s, c.article, c.want))
    return nothing;
  return cart::item_unavailable{c.article, c.want, c.code};
}

// A customer who heard nothing asks again, with a new command: as long as nothing new is in the cart, that is the same wish.
auto answer(const state& s, const cart::checkout& c) -> decision {
  if (c.order == s.last_order)
    return s.items.empty() ? decision{nothing} : decision{refusal::order_already_placed};
  if (const auto objection = objection_to_buying(s))
    return *objection;
  return cart::checked_out{c.order, s.customer, lines_of(s), c.payment, c.ship_to, c.patience, s.wants};
}

auto answer(const state& s, const cart::clear&) -> decision {
  if (s.items.empty())
    return nothing;
  return cart::cleared{};
}

// Prices are asked for anew, as of everything that is put in. What the customer has put in meanwhile is their newer wish and stays as it is; and
// what finds no room beside it stays out.
auto answer(const state& s, const cart::take_back& c) -> decision {
  if (s.customer.text.empty() || s.refused.contains(c.checkout))
    return nothing;
  std::vector<cart::event> events{cart::order_refused{c.order, c.checkout, c.code}};
  auto size = s.items.size();
  auto wants = s.wants;
  for (const auto& each : c.lines)
    if (!s.items.contains(each.article) && size++ < cart::most_items)
      events.emplace_back(cart::item_wanted{s.customer, each.article, each.quantity, ++wants});
  return events;
}

// -- evolve: one function per event -----------------------------------------------------------------------------------

void apply(state& s, const cart::item_wanted& e) {
  s.customer = e.customer;
  s.wants = e.want;
  s.items[e.article] = {e.quantity, e.want, std::nullopt, {}};
}

void apply(state& s, const cart::item_removed& e) {
  s.items.erase(e.article);
}

void apply(state& s, const cart::item_priced& e) {
  if (const auto found = s.items.find(e.article); found != s.items.end())
    found->second.price = e.price;
}

void apply(state& s, const cart::item_unavailable& e) {
  if (const auto found = s.items.find(e.article); found != s.items.end())
    found->second.code = e.code;
}

void apply(state& s, const cart::checked_out& e) {
  s.items.clear();
  s.last_order = e.order;
}

void apply(state& s, const cart::cleared&) {
  s.items.clear();
}

void apply(state& s, const cart::order_refused& e) {
  s.refused.insert(e.checkout);
}

} // namespace

auto cart::decide(const state& s, const command& c) -> sinew::decision<cart> {
  return std::visit([&s](const auto& asked) { return answer(s, asked); }, c);
}

auto cart::evolve(state s, const event& e) -> state {
  std::visit([&s](const auto& happened) { apply(s, happened); }, e);
  return s;
}

auto to_string(cart::refusal why) -> std::string_view {
  switch (why) {
    case refusal::another_customer: return "another_customer";
    case refusal::too_many_items: return "too_many_items";
    case refusal::empty: return "empty";
    case refusal::price_awaited: return "price_awaited";
    case refusal::item_unavailable: return "item_unavailable";
    case refusal::mixed_currencies: return "mixed_currencies";
    case refusal::total_too_large: return "total_too_large";
    case refusal::order_already_placed: return "order_already_placed";
  }
  return "unknown";
}

} // namespace shop
