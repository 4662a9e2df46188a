// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/inventory_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace tables = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::field_reader;
using shop::reservation;
using shop::reservation_id;
using shop::stock;

namespace {

/// Pieces in one delivery.
constexpr std::uint32_t most_received = 1'000'000'000;

auto received_quantity(field_reader& fields, std::uint32_t quantity) -> std::uint32_t {
  return fields.number("quantity", quantity, 1, most_received);
}

auto held_quantity(field_reader& fields, std::uint32_t quantity) -> std::uint32_t {
  return fields.number("quantity", quantity, 1, reservation::most_of_one_article);
}

auto reservation_of(field_reader& fields, const flatbuffers::String* id) -> reservation_id {
  return fields.id<reservation_id>("reservation", id);
}

} // namespace

// -- commands -----------------------------------------------------------------------------------------------------------

auto codec<stock::receive>::write(FlatBufferBuilder& b, const stock::receive& c) -> Offset<table> {
  return tables::CreateStockReceive(b, c.quantity);
}

auto codec<stock::receive>::read(const table& t, const command_context&) -> result<stock::receive> {
  field_reader fields;
  return fields.checked(stock::receive{received_quantity(fields, t.quantity())});
}

auto codec<stock::hold>::write(FlatBufferBuilder& b, const stock::hold& c) -> Offset<table> {
  return tables::CreateStockHold(b, to_wire(b, c.reservation), c.quantity);
}

auto codec<stock::hold>::read(const table& t, const command_context&) -> result<stock::hold> {
  field_reader fields;
  return fields.checked(stock::hold{reservation_of(fields, t.reservation()), held_quantity(fields, t.quantity())});
}

auto codec<stock::release>::write(FlatBufferBuilder& b, const stock::release& c) -> Offset<table> {
  return tables::CreateStockRelease(b, to_wire(b, c.reservation));
}

auto codec<stock::release>::read(const table& t, const command_context&) -> result<stock::release> {
  field_reader fields;
  return fields.checked(stock::release{reservation_of(fields, t.reservation())});
}

auto codec<stock::ship>::write(FlatBufferBuilder& b, const stock::ship& c) -> Offset<table> {
  return tables::CreateStockShip(b, to_wire(b, c.reservation));
}

auto codec<stock::ship>::read(const table& t, const command_context&) -> result<stock::ship> {
  field_reader fields;
  return fields.checked(stock::ship{reservation_of(fields, t.reservation())});
}

// -- events -------------------------------------------------------------------------------------------------------------

auto codec<stock::received>::write(FlatBufferBuilder& b, const stock::received& e) -> Offset<table> {
  return tables::CreateStockReceived(b, e.quantity);
}

auto codec<stock::received>::read(const table& t) -> result<stock::received> {
  field_reader fields;
  return fields.checked(stock::received{received_quantity(fields, t.quantity())});
}

auto codec<stock::held>::write(FlatBufferBuilder& b, const stock::held& e) -> Offset<table> {
  return tables::CreateStockHeld(b, to_wire(b, e.reservation), e.quantity);
}

auto codec<stock::held>::read(const table& t) -> result<stock::held> {
  field_reader fields;
  return fields.checked(stock::held{reservation_of(fields, t.reservation()), held_quantity(fields, t.quantity())});
}

auto codec<stock::fell_short>::write(FlatBufferBuilder& b, const stock::fell_short& e) -> Offset<table> {
  return tables::CreateStockFellShort(b, to_wire(b, e.reservation), e.wanted, e.available);
}

auto codec<stock::fell_short>::read(const table& t) -> result<stock::fell_short> {
  field_reader fields;
  return fields.checked(stock::fell_short{reservation_of(fields, t.reservation()), t.wanted(), t.available()});
}

auto codec<stock::released>::write(FlatBufferBuilder& b, const stock::released& e) -> Offset<table> {
  return tables::CreateStockReleased(b, to_wire(b, e.reservation), e.quantity);
}

auto codec<stock::released>::read(const table& t) -> result<stock::released> {
  field_reader fields;
  return fields.checked(stock::released{reservation_of(fields, t.reservation()), held_quantity(fields, t.quantity())});
}

auto codec<stock::shipped>::write(FlatBufferBuilder& b, const stock::shipped& e) -> Offset<table> {
  return tables::CreateStockShipped(b, to_wire(b, e.reservation), e.quantity);
}

auto codec<stock::shipped>::read(const table& t) -> result<stock::shipped> {
  field_reader fields;
  return fields.checked(stock::shipped{reservation_of(fields, t.reservation()), held_quantity(fields, t.quantity())});
}

// -- state --------------------------------------------------------------------------------------------------------------

auto codec<stock::state>::write(FlatBufferBuilder& b, const stock::state& s) -> Offset<table> {
  std::vector<Offset<tables::StockHolding>> holdings;
  holdings.reserve(s.holdings.size());
  for (const auto& [id, quantity] : s.holdings)
    holdings.push_back(tables::CreateStockHolding(b, to_wire(b, id), quantity));
  return tables::CreateStockState(b, s.available, s.reserved, s.shipped, b.CreateVector(holdings));
}

auto codec<stock::state>::read(const table& t) -> result<stock::state> {
  field_reader fields;
  stock::state s{t.available(), t.reserved(), t.shipped(), {}};
  for (flatbuffers::uoffset_t i = 0; t.holdings() != nullptr && i < t.holdings()->size(); ++i) {
    const auto* holding = t.holdings()->Get(i);
    s.holdings[reservation_of(fields, holding->reservation())] = held_quantity(fields, holding->quantity());
  }
  return fields.checked(std::move(s));
}

} // namespace sinew
