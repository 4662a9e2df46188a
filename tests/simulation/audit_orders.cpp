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

/// The checkout of that cart with that number, for that order; null when there is none.
auto checkout_of(const evidence& seen, std::string_view cart, std::uint64_t number, std::string_view order)
    -> const logged* {
  for (const auto* e : seen.log.of("cart", cart))
    if (e->type == "checked_out") {
      const auto& c = e->as<tables::CartCheckedOut>();
      if (c.number() == number && c.order()->string_view() == order)
        return e;
    }
  return nullptr;
}

auto origin_of(const evidence& seen, const logged& placed) -> const tables::CartCheckedOut* {
  const auto& order = placed.as<tables::OrderPlaced>();
  if (order.cart() == nullptr)
    return nullptr;
  const auto* e = checkout_of(seen, order.cart()->string_view(), order.checkout(), placed.key.id);
  const bool is_it = e != nullptr && e->stored <= placed.stored && is_made_of(order, e->as<tables::CartCheckedOut>());
  return is_it ? &e->as<tables::CartCheckedOut>() : nullptr;
}

/// What became of one checkout.
struct outcome_of_checkout {
  int placed = 0;
  int refused = 0;
  int taken_back = 0;
};

auto outcome_of(const evidence& seen, const logged& checkout) -> outcome_of_checkout {
  outcome_of_checkout all;
  const auto& c = checkout.as<tables::CartCheckedOut>();
  for (const auto* e : seen.log.of("order", c.order()->string_view())) {
    const auto is_ours = [&](const auto& t) {
      return t.cart() != nullptr && t.cart()->string_view() == checkout.key.id && t.checkout() == c.number();
    };
    all.placed += e->type == "placed" && is_ours(e->as<tables::OrderPlaced>()) ? 1 : 0;
    all.refused += e->type == "place_refused" && is_ours(e->as<tables::OrderPlaceRefused>()) ? 1 : 0;
  }
  for (const auto* e : seen.log.of("cart", checkout.key.id))
    all.taken_back += e->type == "order_refused" && e->as<tables::CartOrderRefused>().checkout() == c.number() ? 1 : 0;
  return all;
}

void audit_checkout(const evidence& seen, const logged& checkout, findings& found) {
  const auto all = outcome_of(seen, checkout);
  const bool is_over = seen.unfinished.empty();
  found.expect(all.placed + all.refused == 1 || (all.placed + all.refused == 0 && !is_over),
               "what is checked out is ordered, or refused and taken back", [&] {
                 return fmt::format("cart {} version {}: ordered {} times, refused {} times", checkout.key.id,
                                    checkout.version, all.placed, all.refused);
               });
  found.expect(all.taken_back == all.refused || (all.taken_back < all.refused && !is_over),
               "what is checked out is ordered, or refused and taken back", [&] {
                 return fmt::format("cart {} version {}: refused {} times, taken back {} times", checkout.key.id,
                                    checkout.version, all.refused, all.taken_back);
               });
}

/// A cart is refused because the order is there, and with what it had wanted.
void audit_refusal(const evidence& seen, const logged& e, findings& found) {
  const auto& r = e.as<tables::OrderPlaceRefused>();
  const auto* checkout = checkout_of(seen, r.cart()->string_view(), r.checkout(), e.key.id);
  const auto same_lines = [&](const tables::CartCheckedOut& c) {
    return std::equal(r.lines()->begin(), r.lines()->end(), c.lines()->begin(), c.lines()->end(), same_line);
  };
  found.expect(
      checkout != nullptr && same_lines(checkout->as<tables::CartCheckedOut>()), "nothing happens unasked",
      [&] { return fmt::format("order {} refuses cart {}, which did not ask like that", e.key.id, r.cart()->str()); });
  const auto* placed = first_of(seen.log.of("order", e.key.id), "placed");
  found.expect(placed != nullptr && placed->version < e.version && r.code()->string_view() == "already_placed",
               "refusals are just",
               [&] { return fmt::format("order {} refuses a cart: '{}'", e.key.id, r.code()->str()); });
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
    for (const auto* e : seen.log.of("cart", cart))
      if (e->type == "checked_out")
        audit_checkout(seen, *e, found);
  for (const auto& order : seen.log.ids_of("order"))
    for (const auto* e : seen.log.of("order", order))
      if (e->type == "place_refused")
        audit_refusal(seen, *e, found);
}

} // namespace simulation
