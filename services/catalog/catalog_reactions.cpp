// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/catalog_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "schemas/cart_generated.h"
#include "services/catalog/catalog_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

auto quote(const wire::CartItemWanted& e, const sinew::seen_event& seen) -> sinew::reaction_result {
  field_reader fields;
  const product::quote asked{{seen.key.id}, e.want(), fields.number("quantity", e.quantity(), 1U, most_pieces)};
  return fields.checked(sinew::one(sinew::address<product>(fields.id_text("sku", e.sku()), asked)));
}

} // namespace

auto catalog_reactions() -> std::vector<sinew::reaction> {
  return {
      {.upstream = "cart",
       .aggregate = "cart",
       .event = "item_wanted",
       .target = "product",
       .command = "quote",
       .map = sinew::from<wire::CartItemWanted>(quote)},
  };
}

} // namespace shop
