// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/inventory_bfbs.hpp"
#include "schemas/message.hpp"
#include "schemas/order_bfbs.hpp"
#include "tools/client/catalog.hpp"
#include "tools/transcode/payload_writer.hpp"

#include <fmt/format.h>

#include <span>

namespace sinew::test {

inline auto book_of(std::span<const std::uint8_t> schema) -> schema_book {
  return schema_book::open(copy_of(std::as_bytes(schema))).value();
}

inline auto order_book() -> schema_book {
  return book_of(embedded::order_bfbs);
}

/// Two services of a small shop, as they would register: orders ask for reservations, which ask the stock.
inline auto shop_catalog() -> catalog {
  auto order = parse_service_card(R"({"service":"order","stream":"EVT_ORDER","schema":"0",
    "aggregates":[{"name":"order","commands":["place","cancel","confirm","close"],
                   "events":["placed","cancel_requested","confirmed","cancelled"]}],
    "reactions":[
      {"upstream":"inventory","aggregate":"reservation","event":"reserved","target":"order","command":"confirm"},
      {"upstream":"inventory","aggregate":"reservation","event":"rejected","target":"order","command":"close",
       "compensates":"place"}]})")
                   .value();
  order.schema = order_book();
  auto inventory = parse_service_card(R"({"service":"inventory","stream":"EVT_INVENTORY","schema":"0",
    "aggregates":[{"name":"stock","commands":["receive","hold"],"events":["received","held"]},
                  {"name":"reservation","commands":["open","note_held"],"events":["opened","reserved","rejected"]}],
    "reactions":[
      {"upstream":"order","aggregate":"order","event":"placed","target":"reservation","command":"open"},
      {"upstream":"inventory","aggregate":"reservation","event":"opened","target":"stock","command":"hold"},
      {"upstream":"inventory","aggregate":"stock","event":"held","target":"reservation","command":"note_held"}]})")
                       .value();
  inventory.schema = book_of(embedded::inventory_bfbs);
  catalog known;
  known.add(std::move(order));
  known.add(std::move(inventory));
  return known;
}

/// An event as its service would have stored it; the correlation is `correlation`, the payload `fields` as `table`.
inline auto stored_event(const catalog& known, const aggregate_key& key, std::string_view type, std::string_view table,
                         const ordered_json& fields, std::string correlation, std::uint64_t version = 1) -> message {
  payload_writer writer{*known.owner_of(key.aggregate)->schema};
  const entry_head head{.id = {1, version},
                        .causation = {2, 2},
                        .correlation = std::move(correlation),
                        .time = from_unix_ns(1'700'000'000'250'000'000),
                        .actor = "test",
                        .trace = {}};
  return message::write({.aggregate = key.aggregate, .aggregate_id = key.id, .type = type, .version = version},
                        {{head, writer.write(table, fields).value()}});
}

} // namespace sinew::test
