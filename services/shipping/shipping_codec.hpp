// SPDX-License-Identifier: Apache-2.0
#pragma once

// Which table of schemas/shipping.fbs each command, event and state of a shipment is, and how the fields map.

#include "actors/codec.hpp"
#include "schemas/shipping_generated.h"
#include "services/shipping/shipment.hpp"

namespace sinew {

// -- shipment: commands

template <>
struct codec<shop::shipment::request> {
  using table = shop::wire::ShipmentRequest;
  static constexpr std::string_view name = "request";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::request& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::shipment::request>;
};

template <>
struct codec<shop::shipment::create> {
  using table = shop::wire::ShipmentCreate;
  static constexpr std::string_view name = "create";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::create& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::shipment::create>;
};

template <>
struct codec<shop::shipment::note_booked> {
  using table = shop::wire::ShipmentNoteBooked;
  static constexpr std::string_view name = "note_booked";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::note_booked& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::shipment::note_booked>;
};

template <>
struct codec<shop::shipment::note_refused> {
  using table = shop::wire::ShipmentNoteRefused;
  static constexpr std::string_view name = "note_refused";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::note_refused& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::shipment::note_refused>;
};

template <>
struct codec<shop::shipment::cancel> {
  using table = shop::wire::ShipmentCancel;
  static constexpr std::string_view name = "cancel";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::cancel& c) -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::shipment::cancel>;
};

template <>
struct codec<shop::shipment::note_voided> {
  using table = shop::wire::ShipmentNoteVoided;
  static constexpr std::string_view name = "note_voided";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::note_voided& c)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t, const command_context& context) -> result<shop::shipment::note_voided>;
};

// -- shipment: events

template <>
struct codec<shop::shipment::requested> {
  using table = shop::wire::ShipmentRequested;
  static constexpr std::string_view name = "requested";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::requested& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::requested>;
};

template <>
struct codec<shop::shipment::create_awaited> {
  using table = shop::wire::ShipmentCreateAwaited;
  static constexpr std::string_view name = "create_awaited";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::create_awaited& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::create_awaited>;
};

template <>
struct codec<shop::shipment::booking> {
  using table = shop::wire::ShipmentBooking;
  static constexpr std::string_view name = "booking";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::booking& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::booking>;
};

template <>
struct codec<shop::shipment::created> {
  using table = shop::wire::ShipmentCreated;
  static constexpr std::string_view name = "created";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::created& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::created>;
};

template <>
struct codec<shop::shipment::failed> {
  using table = shop::wire::ShipmentFailed;
  static constexpr std::string_view name = "failed";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::failed& e) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::failed>;
};

template <>
struct codec<shop::shipment::cancelling> {
  using table = shop::wire::ShipmentCancelling;
  static constexpr std::string_view name = "cancelling";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::cancelling& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::cancelling>;
};

template <>
struct codec<shop::shipment::cancelled> {
  using table = shop::wire::ShipmentCancelled;
  static constexpr std::string_view name = "cancelled";
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::cancelled& e)
      -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::cancelled>;
};

// -- shipment: state

template <>
struct codec<shop::shipment::state> {
  using table = shop::wire::ShipmentState;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipment::state& s) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipment::state>;
};

} // namespace sinew
