// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/inventory_reactions.hpp"

#include "actors/reaction_map.hpp"
#include "schemas/order_generated.h"
#include "schemas/payment_generated.h"
#include "services/inventory/inventory_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

using sinew::addressed;
using sinew::from;
using sinew::one;
using sinew::reaction_result;
using sinew::seen_event;

/// Like `from`, for events of our own: read by our codec, which has checked every id in them.
template <class Event, class Mapping>
auto own(Mapping mapping) -> std::function<reaction_result(const seen_event&)> {
  return [mapping](const seen_event& seen) -> reaction_result {
    return sinew::decode<Event>(seen.payload).map([&](const Event& event) { return mapping(event, seen); });
  };
}

/// The same command for each of these stocks.
template <class Command>
auto to_each(const std::vector<sku>& articles, const Command& command) -> std::vector<addressed> {
  std::vector<addressed> commands;
  commands.reserve(articles.size());
  for (const auto& article : articles)
    commands.push_back(sinew::address<stock>(article.text, command));
  return commands;
}

// An order, its reservation and its payment share one id.

auto open(const wire::OrderPlaced& event, const seen_event& seen) -> reaction_result {
  field_reader fields;
  reservation::open wanted;
  for (const auto& each : fields.lines("lines", event.lines()))
    wanted.pieces.push_back({each.article, each.quantity});
  return fields.checked(one(sinew::address<reservation>(seen.key.id, wanted)));
}

auto hold(const reservation::opened& event, const seen_event& seen) {
  std::vector<addressed> commands;
  for (const auto& each : event.pieces)
    commands.push_back(sinew::address<stock>(each.article.text, stock::hold{{seen.key.id}, each.quantity}));
  return commands;
}

auto note_held(const stock::held& event, const seen_event& seen) {
  return one(sinew::address<reservation>(event.reservation.text, reservation::note_held{{seen.key.id}}));
}

auto note_short(const stock::fell_short& event, const seen_event& seen) {
  return one(sinew::address<reservation>(event.reservation.text, reservation::note_short{{seen.key.id}}));
}

/// rejected, released: whatever was held.
template <class Event>
auto release_held(const Event& event, const seen_event& seen) {
  return to_each(event.held, stock::release{{seen.key.id}});
}

auto release_late(const reservation::hold_undone& event, const seen_event& seen) {
  return to_each({event.article}, stock::release{{seen.key.id}});
}

auto ship(const reservation::committed& event, const seen_event& seen) {
  return to_each(event.articles, stock::ship{{seen.key.id}});
}

/// declined, refunded, cancelled: no money is held any more, nor shall goods be.
template <class Event>
auto release_unpaid(const Event& event, const seen_event& seen) -> reaction_result {
  field_reader fields;
  const reservation::release release{fields.word("code", event.code())};
  return fields.checked(one(sinew::address<reservation>(seen.key.id, release)));
}

auto commit(const wire::OrderConfirmed&, const seen_event& seen) {
  return one(sinew::address<reservation>(seen.key.id, reservation::commit{}));
}

} // namespace

auto inventory_reactions() -> std::vector<sinew::reaction> {
  return {
      {.upstream = "order",
       .aggregate = "order",
       .event = "placed",
       .target = "reservation",
       .command = "open",
       .map = from<wire::OrderPlaced>(open),
       .expires = true},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "opened",
       .target = "stock",
       .command = "hold",
       .map = own<reservation::opened>(hold)},
      {.upstream = "inventory",
       .aggregate = "stock",
       .event = "held",
       .target = "reservation",
       .command = "note_held",
       .map = own<stock::held>(note_held)},
      {.upstream = "inventory",
       .aggregate = "stock",
       .event = "fell_short",
       .target = "reservation",
       .command = "note_short",
       .map = own<stock::fell_short>(note_short)},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "rejected",
       .target = "stock",
       .command = "release",
       .compensates = "hold",
       .map = own<reservation::rejected>(release_held<reservation::rejected>)},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "released",
       .target = "stock",
       .command = "release",
       .compensates = "hold",
       .map = own<reservation::released>(release_held<reservation::released>)},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "hold_undone",
       .target = "stock",
       .command = "release",
       .compensates = "hold",
       .map = own<reservation::hold_undone>(release_late)},
      {.upstream = "payment",
       .aggregate = "payment",
       .event = "declined",
       .target = "reservation",
       .command = "release",
       .compensates = "open",
       .map = from<wire::PaymentDeclined>(release_unpaid<wire::PaymentDeclined>)},
      {.upstream = "payment",
       .aggregate = "payment",
       .event = "refunded",
       .target = "reservation",
       .command = "release",
       .compensates = "open",
       .map = from<wire::PaymentRefunded>(release_unpaid<wire::PaymentRefunded>)},
      {.upstream = "payment",
       .aggregate = "payment",
       .event = "cancelled",
       .target = "reservation",
       .command = "release",
       .compensates = "open",
       .map = from<wire::PaymentCancelled>(release_unpaid<wire::PaymentCancelled>)},
      {.upstream = "order",
       .aggregate = "order",
       .event = "confirmed",
       .target = "reservation",
       .command = "commit",
       .map = from<wire::OrderConfirmed>(commit)},
      {.upstream = "inventory",
       .aggregate = "reservation",
       .event = "committed",
       .target = "stock",
       .command = "ship",
       .map = own<reservation::committed>(ship)},
  };
}

} // namespace shop
