// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipping_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "schemas/order_generated.h"
#include "schemas/payment_generated.h"
#include "services/shipping/shipping_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

using sinew::addressed;
using sinew::calling;
using sinew::completion;
using sinew::from;
using sinew::one;
using sinew::reaction;
using sinew::reaction_result;
using sinew::result;
using sinew::seen_event;
using commands = std::vector<addressed>;

// -- what a row makes of its event --------------------------------------------------------------------------------------

// Orders and payments carry the id that the shipment has too.
template <class Command>
auto to_shipment(const std::string& id, const Command& command) -> commands {
  return one(sinew::address<shipment>(id, command));
}

auto request_shipment(const wire::OrderPlaced& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const shipment::request request{fields.id<customer_id>("customer", e.customer()),
                                  fields.place("address", e.address()).value_or(address{})};
  return fields.checked(to_shipment(seen.key.id, request));
}

auto create_shipment(const wire::PaymentCharged&, const seen_event& seen) -> commands {
  return to_shipment(seen.key.id, shipment::create{});
}

/// From order.timed_out and order.cancel_requested.
template <class Table>
auto cancel_shipment(const Table& e, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const shipment::cancel cancel{fields.word("code", e.code())};
  return fields.checked(to_shipment(seen.key.id, cancel));
}

// -- calls to the carrier -------------------------------------------------------------------------------------------------

auto verdict_of(const carrier::answer& said, const std::string& id) -> commands {
  if (const auto* yes = std::get_if<carrier::booked>(&said))
    return to_shipment(id, shipment::note_booked{yes->tracking});
  return to_shipment(id, shipment::note_refused{std::get<carrier::refused>(said).code});
}

auto booking(carrier& parcels) {
  return calling<wire::ShipmentBooking>(
      [&parcels](const wire::ShipmentBooking& e, const seen_event& seen, completion<commands> done) {
        field_reader fields;
        const auto to = fields.place("address", e.address()).value_or(address{});
        if (!fields.is_faultless())
          return done(fields.checked(commands{}));
        parcels.book(seen.key.id, to, seen.saga_deadline,
                     [id = seen.key.id, done = std::move(done)](const result<carrier::answer>& said) {
                       done(said.map([&](const carrier::answer& answer) { return verdict_of(answer, id); }));
                     });
      });
}

auto voiding(carrier& parcels) {
  return calling<wire::ShipmentCancelling>(
      [&parcels](const wire::ShipmentCancelling&, const seen_event& seen, completion<commands> done) {
        parcels.cancel(seen.key.id, [id = seen.key.id, done = std::move(done)](const result<void>& voided) {
          done(voided.map([&] { return to_shipment(id, shipment::note_voided{}); }));
        });
      });
}

} // namespace

auto shipping_reactions(carrier& parcels) -> std::vector<reaction> {
  return {
      {.upstream = "order",
       .aggregate = "order",
       .event = "placed",
       .target = "shipment",
       .command = "request",
       .map = from<wire::OrderPlaced>(request_shipment)},
      {.upstream = "payment",
       .aggregate = "payment",
       .event = "charged",
       .target = "shipment",
       .command = "create",
       .map = from<wire::PaymentCharged>(create_shipment),
       .expires = true},
      {.upstream = "order",
       .aggregate = "order",
       .event = "timed_out",
       .target = "shipment",
       .command = "cancel",
       .compensates = "create",
       .map = from<wire::OrderTimedOut>(cancel_shipment<wire::OrderTimedOut>)},
      {.upstream = "order",
       .aggregate = "order",
       .event = "cancel_requested",
       .target = "shipment",
       .command = "cancel",
       .compensates = "create",
       .map = from<wire::OrderCancelRequested>(cancel_shipment<wire::OrderCancelRequested>)},
      {.upstream = "shipping",
       .aggregate = "shipment",
       .event = "booking",
       .target = "shipment",
       .command = "note_booked|note_refused",
       .effect = booking(parcels),
       .party = "carrier",
       .expires = true},
      {.upstream = "shipping",
       .aggregate = "shipment",
       .event = "cancelling",
       .target = "shipment",
       .command = "note_voided",
       .compensates = "create",
       .effect = voiding(parcels),
       .party = "carrier"},
  };
}

} // namespace shop
