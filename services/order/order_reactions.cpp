// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "schemas/cart_generated.h"
#include "schemas/inventory_generated.h"
#include "schemas/shipping_generated.h"
#include "services/order/order_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

using sinew::from;
using sinew::one;
using sinew::reaction_result;
using sinew::seen_event;

/// The event's reason goes on to the order.
template <class Command, class Table>
auto undo(const Table& event, const seen_event& seen) -> reaction_result {
  field_reader fields;
  return fields.checked(one(sinew::address<order>(seen.key.id, Command{fields.word("code", event.code())})));
}

/// The cart names the order that it becomes, and waits to hear if it cannot.
auto place(const wire::CartCheckedOut& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const order::place wanted{fields.id<customer_id>("customer", e.customer()),
                            fields.lines("lines", e.lines()),
                            fields.payment("payment", e.payment()),
                            fields.place("address", e.address()),
                            fields.patience("deadline_seconds", e.deadline_seconds()),
                            seen.time,
                            {{seen.key.id}, e.number()}};
  return fields.checked(one(sinew::address<order>(fields.id_text("order", e.order()), wanted)));
}

} // namespace

// A reservation and a shipment carry the id of the order they were made for.
auto order_reactions() -> std::vector<sinew::reaction> {
  return {
      {.upstream = "cart",
       .aggregate = "cart",
       .event = "checked_out",
       .target = "order",
       .command = "place",
       .map = from<wire::CartCheckedOut>(place),
       .begins_saga = true},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "rejected",
       .target = "order",
       .command = "reject",
       .compensates = "place",
       .map = from<wire::ReservationRejected>(undo<order::reject, wire::ReservationRejected>)},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "released",
       .target = "order",
       .command = "close",
       .compensates = "place",
       .map = from<wire::ReservationReleased>(undo<order::close, wire::ReservationReleased>)},
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
