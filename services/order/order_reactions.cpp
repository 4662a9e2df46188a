// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "schemas/inventory_generated.h"
#include "schemas/shipping_generated.h"
#include "services/order/order_codec.hpp"

namespace shop {

using sinew::from;
using sinew::one;
using sinew::seen_event;

// A reservation and a shipment carry the id of the order they were made for.
auto order_reactions() -> std::vector<sinew::reaction> {
  return {
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "rejected",
       .target = "order",
       .command = "reject",
       .compensates = "place",
       .map = from<wire::ReservationRejected>([](const auto& event, const seen_event& seen) {
         return one(sinew::address<order>(seen.key.id, order::reject{event.code()->str()}));
       })},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "released",
       .target = "order",
       .command = "close",
       .compensates = "place",
       .map = from<wire::ReservationReleased>([](const auto& event, const seen_event& seen) {
         return one(sinew::address<order>(seen.key.id, order::close{event.code()->str()}));
       })},
      {.upstream = "shipping",
       .aggregate = "shipment",
       .event = "created",
       .target = "order",
       .command = "confirm",
       .map = from<wire::ShipmentCreated>([](const auto&, const seen_event& seen) {
         return one(sinew::address<order>(seen.key.id, order::confirm{}));
       })},
  };
}

} // namespace shop
