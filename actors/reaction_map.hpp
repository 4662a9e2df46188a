// SPDX-License-Identifier: Apache-2.0
#pragma once

// Words in which a service writes its table of reactions:
//
//     {.upstream = "inventory", .aggregate = "reservation", .event = "reserved",
//      .target = "payment", .command = "charge",
//      .map = from<shop::wire::ReservationReserved>([](const auto& event, const seen_event& seen) {
//        return one(address<payment>(seen.key.id, payment::charge{}));
//      })},

#include "actors/codec.hpp"
#include "actors/reaction.hpp"

namespace sinew {

/// A command of `Domain` for the aggregate `id`. Precondition: the id is valid (it comes from a checked event).
template <class Domain, class Command>
auto address(std::string id, const Command& command) -> addressed {
  return {aggregate_key{std::string{Domain::name}, std::move(id)}, encode_named(command)};
}

inline auto one(addressed command) -> std::vector<addressed> {
  std::vector<addressed> commands;
  commands.push_back(std::move(command));
  return commands;
}

/// The event's payload as the table it claims to be, or why not.
template <class Table>
auto table_of(const seen_event& seen) -> result<const Table*> {
  if (const auto* table = verified_table<Table>(seen.payload))
    return table;
  return fail(errc::invalid_input, seen.key.aggregate + " " + seen.key.id + ": the payload of '" +
                                       std::string{seen.type} + "' is not a " + Table::GetFullyQualifiedName());
}

/// A pure mapping: `(const Table&, const seen_event&) -> std::vector<addressed>` (or a `reaction_result`).
template <class Table, class Mapping>
auto from(Mapping mapping) -> std::function<reaction_result(const seen_event&)> {
  return [mapping = std::move(mapping)](const seen_event& seen) -> reaction_result {
    const auto table = table_of<Table>(seen);
    if (!table)
      return tl::unexpected{table.error()};
    return mapping(**table, seen);
  };
}

/// A call to an outside party: `(const Table&, const seen_event&, completion<std::vector<addressed>>) -> void`. The
/// table is valid during the call only.
template <class Table, class Call>
auto calling(Call call) -> std::function<void(const seen_event&, completion<std::vector<addressed>>)> {
  return [call = std::move(call)](const seen_event& seen, completion<std::vector<addressed>> done) {
    const auto table = table_of<Table>(seen);
    if (!table)
      return done(tl::unexpected{table.error()});
    call(**table, seen, std::move(done));
  };
}

} // namespace sinew
