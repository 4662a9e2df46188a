// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "schemas/catalog_generated.h"
#include "schemas/order_generated.h"
#include "services/cart/cart_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

using sinew::from;
using sinew::one;
using sinew::reaction_result;
using sinew::seen_event;

/// A product's id is the sku. Each answer names the cart that has asked.
template <class Command>
auto to_cart(std::string id, const Command& command) {
  return one(sinew::address<cart>(std::move(id), command));
}

auto note_price(const wire::ProductQuoted& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const cart::note_price note{{seen.key.id}, e.want(), fields.amount("price", e.price(), 0, highest_price)};
  return fields.checked(to_cart(fields.id_text("cart", e.cart()), note));
}

auto note_unavailable(const wire::ProductQuoteRefused& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const cart::note_unavailable note{{seen.key.id}, e.want(), fields.word("code", e.code())};
  return fields.checked(to_cart(fields.id_text("cart", e.cart()), note));
}

/// An order's own id is the one it could not be placed under.
auto take_back(const wire::OrderPlaceRefused& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const cart::take_back back{
      {seen.key.id}, e.checkout(), fields.lines("lines", e.lines()), fields.word("code", e.code())};
  return fields.checked(to_cart(fields.id_text("cart", e.cart()), back));
}

} // namespace

auto cart_reactions() -> std::vector<sinew::reaction> {
  return {
      {.upstream = "catalog",
       .aggregate = "product",
       .event = "quoted",
       .target = "cart",
       .command = "note_price",
       .map = from<wire::ProductQuoted>(note_price)},
      {.upstream = "catalog",
       .aggregate = "product",
       .event = "quote_refused",
       .target = "cart",
       .command = "note_unavailable",
       .map = from<wire::ProductQuoteRefused>(note_unavailable)},
      {.upstream = "order",
       .aggregate = "order",
       .event = "place_refused",
       .target = "cart",
       .command = "take_back",
       .compensates = "checkout",
       .map = from<wire::OrderPlaceRefused>(take_back)},
  };
}

} // namespace shop
