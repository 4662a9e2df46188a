// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/inventory.fbs each command, event and state of stock and reservation is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/inventory_generated.h"
#include "services/inventory/reservation.hpp"
#include "services/inventory/stock.hpp"

namespace sinew {

// -- stock: commands --------------------------------------------------------------------------------------------------

template <>
struct codec<shop::stock::receive> {
  using table = shop::wire::StockReceive;
  static constexpr std::string_view name = "receive";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::receive& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::stock::receive>;
};

template <>
struct codec<shop::stock::hold> {
  using table = shop::wire::StockHold;
  static constexpr std::string_view name = "hold";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::hold& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::stock::hold>;
};

template <>
struct codec<shop::stock::release> {
  using table = shop::wire::StockRelease;
  static constexpr std::string_view name = "release";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::release& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::stock::release>;
};

template <>
struct codec<shop::stock::ship> {
  using table = shop::wire::StockShip;
  static constexpr std::string_view name = "ship";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::ship& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::stock::ship>;
};

// -- stock: events ----------------------------------------------------------------------------------------------------

template <>
struct codec<shop::stock::received> {
  using table = shop::wire::StockReceived;
  static constexpr std::string_view name = "received";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::received& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::stock::received>;
};

template <>
struct codec<shop::stock::held> {
  using table = shop::wire::StockHeld;
  static constexpr std::string_view name = "held";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::held& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::stock::held>;
};

template <>
struct codec<shop::stock::fell_short> {
  using table = shop::wire::StockFellShort;
  static constexpr std::string_view name = "fell_short";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::fell_short& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::stock::fell_short>;
};

template <>
struct codec<shop::stock::released> {
  using table = shop::wire::StockReleased;
  static constexpr std::string_view name = "released";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::released& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::stock::released>;
};

template <>
struct codec<shop::stock::shipped> {
  using table = shop::wire::StockShipped;
  static constexpr std::string_view name = "shipped";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::shipped& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::stock::shipped>;
};

// -- stock: state -----------------------------------------------------------------------------------------------------

template <>
struct codec<shop::stock::state> {
  using table = shop::wire::StockState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::stock::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::stock::state>;
};

// -- reservation: commands --------------------------------------------------------------------------------------------

template <>
struct codec<shop::reservation::open> {
  using table = shop::wire::ReservationOpen;
  static constexpr std::string_view name = "open";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::open& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::reservation::open>;
};

template <>
struct codec<shop::reservation::note_held> {
  using table = shop::wire::ReservationNoteHeld;
  static constexpr std::string_view name = "note_held";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::note_held& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::reservation::note_held>;
};

template <>
struct codec<shop::reservation::note_short> {
  using table = shop::wire::ReservationNoteShort;
  static constexpr std::string_view name = "note_short";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::note_short& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::reservation::note_short>;
};

template <>
struct codec<shop::reservation::release> {
  using table = shop::wire::ReservationRelease;
  static constexpr std::string_view name = "release";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::release& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::reservation::release>;
};

template <>
struct codec<shop::reservation::commit> {
  using table = shop::wire::ReservationCommit;
  static constexpr std::string_view name = "commit";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::commit& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::reservation::commit>;
};

// -- reservation: events ----------------------------------------------------------------------------------------------

template <>
struct codec<shop::reservation::opened> {
  using table = shop::wire::ReservationOpened;
  static constexpr std::string_view name = "opened";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::opened& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::opened>;
};

template <>
struct codec<shop::reservation::line_held> {
  using table = shop::wire::ReservationLineHeld;
  static constexpr std::string_view name = "line_held";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::line_held& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::line_held>;
};

template <>
struct codec<shop::reservation::reserved> {
  using table = shop::wire::ReservationReserved;
  static constexpr std::string_view name = "reserved";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::reserved& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::reserved>;
};

template <>
struct codec<shop::reservation::rejected> {
  using table = shop::wire::ReservationRejected;
  static constexpr std::string_view name = "rejected";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::rejected& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::rejected>;
};

template <>
struct codec<shop::reservation::released> {
  using table = shop::wire::ReservationReleased;
  static constexpr std::string_view name = "released";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::released& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::released>;
};

template <>
struct codec<shop::reservation::hold_undone> {
  using table = shop::wire::ReservationHoldUndone;
  static constexpr std::string_view name = "hold_undone";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::hold_undone& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::hold_undone>;
};

template <>
struct codec<shop::reservation::committed> {
  using table = shop::wire::ReservationCommitted;
  static constexpr std::string_view name = "committed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::committed& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::committed>;
};

// -- reservation: state -----------------------------------------------------------------------------------------------

template <>
struct codec<shop::reservation::state> {
  using table = shop::wire::ReservationState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::reservation::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::reservation::state>;
};

} // namespace sinew
