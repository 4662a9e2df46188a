// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/inventory_codec.hpp"
#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace tables = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::field_reader;
using shop::piece;
using shop::reservation;
using shop::sku;

namespace {

using piece_table = const flatbuffers::Vector<Offset<tables::Piece>>*;

auto write_pieces(FlatBufferBuilder& b, const std::vector<piece>& pieces) {
  std::vector<Offset<tables::Piece>> offsets;
  offsets.reserve(pieces.size());
  for (const auto& each : pieces)
    offsets.push_back(tables::CreatePiece(b, to_wire(b, each.article), each.quantity));
  return b.CreateVector(offsets);
}

auto read_piece(field_reader& fields, const tables::Piece& t) -> piece {
  return {fields.id<sku>("sku", t.sku()), fields.number("quantity", t.quantity(), 1, reservation::most_of_one_article)};
}

auto read_pieces(field_reader& fields, piece_table pieces) -> std::vector<piece> {
  std::vector<piece> out;
  const auto count = pieces == nullptr ? 0 : pieces->size();
  if (count > shop::most_lines)
    fields.fault("pieces", "must be at most 100, not " + std::to_string(count));
  for (flatbuffers::uoffset_t i = 0; i < count && fields.is_faultless(); ++i) {
    field_reader part;
    out.push_back(read_piece(part, *pieces->Get(i)));
    fields.absorb(part, "pieces[" + std::to_string(i) + "]");
  }
  return out;
}

/// At least one: what is opened must be able to end.
auto read_some_pieces(field_reader& fields, piece_table pieces) -> std::vector<piece> {
  if (pieces == nullptr || pieces->size() == 0)
    fields.fault("pieces", "is empty");
  return read_pieces(fields, pieces);
}

} // namespace

// -- commands -----------------------------------------------------------------------------------------------------------

auto codec<reservation::open>::write(FlatBufferBuilder& b, const reservation::open& c) -> Offset<table> {
  return tables::CreateReservationOpen(b, write_pieces(b, c.pieces));
}

auto codec<reservation::open>::read(const table& t, const command_context&) -> result<reservation::open> {
  field_reader fields;
  return fields.checked(reservation::open{read_some_pieces(fields, t.pieces())});
}

auto codec<reservation::note_held>::write(FlatBufferBuilder& b, const reservation::note_held& c) -> Offset<table> {
  return tables::CreateReservationNoteHeld(b, to_wire(b, c.article));
}

auto codec<reservation::note_held>::read(const table& t, const command_context&) -> result<reservation::note_held> {
  field_reader fields;
  return fields.checked(reservation::note_held{fields.id<sku>("sku", t.sku())});
}

auto codec<reservation::note_short>::write(FlatBufferBuilder& b, const reservation::note_short& c) -> Offset<table> {
  return tables::CreateReservationNoteShort(b, to_wire(b, c.article));
}

auto codec<reservation::note_short>::read(const table& t, const command_context&) -> result<reservation::note_short> {
  field_reader fields;
  return fields.checked(reservation::note_short{fields.id<sku>("sku", t.sku())});
}

auto codec<reservation::release>::write(FlatBufferBuilder& b, const reservation::release& c) -> Offset<table> {
  return tables::CreateReservationRelease(b, b.CreateString(c.code));
}

auto codec<reservation::release>::read(const table& t, const command_context&) -> result<reservation::release> {
  field_reader fields;
  return fields.checked(reservation::release{fields.word("code", t.code())});
}

auto codec<reservation::commit>::write(FlatBufferBuilder& b, const reservation::commit&) -> Offset<table> {
  return tables::CreateReservationCommit(b);
}

auto codec<reservation::commit>::read(const table&, const command_context&) -> result<reservation::commit> {
  return reservation::commit{};
}

// -- events -------------------------------------------------------------------------------------------------------------

auto codec<reservation::opened>::write(FlatBufferBuilder& b, const reservation::opened& e) -> Offset<table> {
  return tables::CreateReservationOpened(b, write_pieces(b, e.pieces));
}

auto codec<reservation::opened>::read(const table& t) -> result<reservation::opened> {
  field_reader fields;
  return fields.checked(reservation::opened{read_some_pieces(fields, t.pieces())});
}

auto codec<reservation::line_held>::write(FlatBufferBuilder& b, const reservation::line_held& e) -> Offset<table> {
  return tables::CreateReservationLineHeld(b, to_wire(b, e.article));
}

auto codec<reservation::line_held>::read(const table& t) -> result<reservation::line_held> {
  field_reader fields;
  return fields.checked(reservation::line_held{fields.id<sku>("sku", t.sku())});
}

auto codec<reservation::reserved>::write(FlatBufferBuilder& b, const reservation::reserved& e) -> Offset<table> {
  return tables::CreateReservationReserved(b, to_wire(b, e.article));
}

auto codec<reservation::reserved>::read(const table& t) -> result<reservation::reserved> {
  field_reader fields;
  return fields.checked(reservation::reserved{fields.id<sku>("sku", t.sku())});
}

auto codec<reservation::rejected>::write(FlatBufferBuilder& b, const reservation::rejected& e) -> Offset<table> {
  const auto code = b.CreateString(e.code);
  const auto article = to_wire(b, e.article);
  return tables::CreateReservationRejected(b, code, article, to_wire(b, e.held));
}

auto codec<reservation::rejected>::read(const table& t) -> result<reservation::rejected> {
  field_reader fields;
  return fields.checked(reservation::rejected{fields.word("code", t.code()), fields.id<sku>("sku", t.sku()),
                                              fields.ids<sku>("held", t.held())});
}

auto codec<reservation::released>::write(FlatBufferBuilder& b, const reservation::released& e) -> Offset<table> {
  const auto code = b.CreateString(e.code);
  return tables::CreateReservationReleased(b, code, to_wire(b, e.held));
}

auto codec<reservation::released>::read(const table& t) -> result<reservation::released> {
  field_reader fields;
  return fields.checked(reservation::released{fields.word("code", t.code()), fields.ids<sku>("held", t.held())});
}

auto codec<reservation::hold_undone>::write(FlatBufferBuilder& b, const reservation::hold_undone& e) -> Offset<table> {
  return tables::CreateReservationHoldUndone(b, to_wire(b, e.article));
}

auto codec<reservation::hold_undone>::read(const table& t) -> result<reservation::hold_undone> {
  field_reader fields;
  return fields.checked(reservation::hold_undone{fields.id<sku>("sku", t.sku())});
}

auto codec<reservation::committed>::write(FlatBufferBuilder& b, const reservation::committed& e) -> Offset<table> {
  return tables::CreateReservationCommitted(b, to_wire(b, e.articles));
}

auto codec<reservation::committed>::read(const table& t) -> result<reservation::committed> {
  field_reader fields;
  return fields.checked(reservation::committed{fields.ids<sku>("skus", t.skus())});
}

// -- state --------------------------------------------------------------------------------------------------------------

auto codec<reservation::state>::write(FlatBufferBuilder& b, const reservation::state& s) -> Offset<table> {
  static_assert(static_cast<int>(reservation::stage::committed) == static_cast<int>(tables::ReservationStage::MAX));
  const auto pieces = write_pieces(b, s.pieces);
  const auto held = to_wire(b, s.held);
  return tables::CreateReservationState(b, static_cast<tables::ReservationStage>(s.at), pieces, held,
                                        b.CreateString(s.code));
}

auto codec<reservation::state>::read(const table& t) -> result<reservation::state> {
  field_reader fields;
  return fields.checked(reservation::state{fields.choice<reservation::stage>("stage", t.stage()),
                                           read_pieces(fields, t.pieces()), fields.ids<sku>("held", t.held()),
                                           fields.text("code", t.code())});
}

} // namespace sinew
