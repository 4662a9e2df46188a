// SPDX-License-Identifier: Apache-2.0
#include "schemas/cart_generated.h"
#include "schemas/order_generated.h"
#include "tests/simulation/order_origin.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace simulation {

namespace {

namespace tables = shop::wire;

auto same_text(const flatbuffers::String* a, const flatbuffers::String* b) -> bool {
  return (a == nullptr ? "" : a->string_view()) == (b == nullptr ? "" : b->string_view());
}

auto same_payment(const tables::PaymentMethod& a, const tables::PaymentMethod& b) -> bool {
  return a.method() == b.method() && same_text(a.card(), b.card()) && same_text(a.account(), b.account());
}

auto same_place(const tables::Address* a, const tables::Address* b) -> bool {
  if (a == nullptr || b == nullptr)
    return a == b;
  return same_text(a->name(), b->name()) && same_text(a->street(), b->street()) &&
         same_text(a->postcode(), b->postcode()) && same_text(a->city(), b->city()) &&
         same_text(a->country(), b->country());
}

auto same_line(const tables::Line* a, const tables::Line* b) -> bool {
  return same_text(a->sku(), b->sku()) && a->quantity() == b->quantity() &&
         a->price()->units() == b->price()->units() && a->price()->currency() == b->price()->currency();
}

/// Whether the order is what that cart was checked out for, in every word.
auto is_made_of(const tables::OrderPlaced& order, const tables::CartCheckedOut& cart) -> bool {
  return same_text(order.customer(), cart.customer()) && same_payment(*order.payment(), *cart.payment()) &&
         same_place(order.address(), cart.address()) &&
         std::equal(order.lines()->begin(), order.lines()->end(), cart.lines()->begin(), cart.lines()->end(),
                    same_line);
}

/// All checkouts that name this order.
auto checkouts_for(const evidence& seen, const std::string& order) -> std::vector<const logged*> {
  std::vector<const logged*> all;
  for (const auto& cart : seen.log.ids_of("cart"))
    for (const auto* e : seen.log.of("cart", cart))
      if (e->type == "checked_out" && e->as<tables::CartCheckedOut>().order()->string_view() == order)
        all.push_back(e);
  return all;
}

auto origin_of(const evidence& seen, const logged& placed) -> const tables::CartCheckedOut* {
  for (const auto* e : checkouts_for(seen, placed.key.id))
    if (e->stored <= placed.stored && is_made_of(placed.as<tables::OrderPlaced>(), e->as<tables::CartCheckedOut>()))
      return &e->as<tables::CartCheckedOut>();
  return nullptr;
}

} // namespace

auto wanted_of(const evidence& seen, const logged& placed) -> std::optional<wanted_order> {
  if (const auto found = seen.wanted.placings.find(placed.causation); found != seen.wanted.placings.end())
    return found->second;
  const auto* cart = origin_of(seen, placed);
  if (cart == nullptr)
    return std::nullopt;
  wanted_order wanted;
  for (const auto* line : *cart->lines()) {
    wanted.pieces[line->sku()->str()] += line->quantity();
    wanted.total += line->price()->units() * line->quantity();
  }
  if (cart->payment()->method() == tables::PaymentKind::account)
    wanted.account = cart->payment()->account()->str();
  return wanted;
}

void audit_orders(const evidence& seen, findings& found) {
  for (const auto& cart : seen.log.ids_of("cart"))
    for (const auto* e : seen.log.of("cart", cart)) {
      if (e->type != "checked_out")
        continue;
      const auto order = e->as<tables::CartCheckedOut>().order()->str();
      found.expect(!seen.unfinished.empty() || count_of(seen.log.of("order", order), "placed") == 1,
                   "what is checked out is ordered",
                   [&] { return fmt::format("cart {} was checked out for order {}", cart, order); });
    }
}

} // namespace simulation
