// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipping_codec.hpp"

#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace wire_of = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::customer_id;
using shop::field_reader;
using shop::shipment;

namespace {

/// An address that is not told is an empty one: the carrier judges it.
auto read_place(field_reader& fields, const wire_of::Address* value) -> shop::address {
  return fields.place("address", value).value_or(shop::address{});
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<shipment::request>::write(FlatBufferBuilder& b, const shipment::request& c) -> Offset<table> {
  const auto customer = to_wire(b, c.customer);
  return wire_of::CreateShipmentRequest(b, customer, shop::to_wire(b, c.to));
}

auto codec<shipment::request>::read(const table& t, const command_context&) -> result<shipment::request> {
  field_reader fields;
  return fields.checked(
      shipment::request{fields.id<customer_id>("customer", t.customer()), read_place(fields, t.address())});
}

auto codec<shipment::create>::write(FlatBufferBuilder& b, const shipment::create&) -> Offset<table> {
  return wire_of::CreateShipmentCreate(b);
}

auto codec<shipment::create>::read(const table&, const command_context&) -> result<shipment::create> {
  return shipment::create{};
}

auto codec<shipment::note_booked>::write(FlatBufferBuilder& b, const shipment::note_booked& c) -> Offset<table> {
  return wire_of::CreateShipmentNoteBooked(b, b.CreateString(c.tracking));
}

auto codec<shipment::note_booked>::read(const table& t, const command_context&) -> result<shipment::note_booked> {
  field_reader fields;
  return fields.checked(shipment::note_booked{fields.word("tracking", t.tracking())});
}

auto codec<shipment::note_refused>::write(FlatBufferBuilder& b, const shipment::note_refused& c) -> Offset<table> {
  return wire_of::CreateShipmentNoteRefused(b, b.CreateString(c.code));
}

auto codec<shipment::note_refused>::read(const table& t, const command_context&) -> result<shipment::note_refused> {
  field_reader fields;
  return fields.checked(shipment::note_refused{fields.word("code", t.code())});
}

auto codec<shipment::cancel>::write(FlatBufferBuilder& b, const shipment::cancel& c) -> Offset<table> {
  return wire_of::CreateShipmentCancel(b, b.CreateString(c.code));
}

auto codec<shipment::cancel>::read(const table& t, const command_context&) -> result<shipment::cancel> {
  field_reader fields;
  return fields.checked(shipment::cancel{fields.word("code", t.code())});
}

auto codec<shipment::note_voided>::write(FlatBufferBuilder& b, const shipment::note_voided&) -> Offset<table> {
  return wire_of::CreateShipmentNoteVoided(b);
}

auto codec<shipment::note_voided>::read(const table&, const command_context&) -> result<shipment::note_voided> {
  return shipment::note_voided{};
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<shipment::requested>::write(FlatBufferBuilder& b, const shipment::requested& e) -> Offset<table> {
  const auto customer = to_wire(b, e.customer);
  return wire_of::CreateShipmentRequested(b, customer, shop::to_wire(b, e.to));
}

auto codec<shipment::requested>::read(const table& t) -> result<shipment::requested> {
  field_reader fields;
  return fields.checked(
      shipment::requested{fields.id<customer_id>("customer", t.customer()), read_place(fields, t.address())});
}

auto codec<shipment::create_awaited>::write(FlatBufferBuilder& b, const shipment::create_awaited&) -> Offset<table> {
  return wire_of::CreateShipmentCreateAwaited(b);
}

auto codec<shipment::create_awaited>::read(const table&) -> result<shipment::create_awaited> {
  return shipment::create_awaited{};
}

auto codec<shipment::booking>::write(FlatBufferBuilder& b, const shipment::booking& e) -> Offset<table> {
  const auto customer = to_wire(b, e.customer);
  return wire_of::CreateShipmentBooking(b, customer, shop::to_wire(b, e.to));
}

auto codec<shipment::booking>::read(const table& t) -> result<shipment::booking> {
  field_reader fields;
  return fields.checked(
      shipment::booking{fields.id<customer_id>("customer", t.customer()), read_place(fields, t.address())});
}

auto codec<shipment::created>::write(FlatBufferBuilder& b, const shipment::created& e) -> Offset<table> {
  return wire_of::CreateShipmentCreated(b, b.CreateString(e.tracking));
}

auto codec<shipment::created>::read(const table& t) -> result<shipment::created> {
  field_reader fields;
  return fields.checked(shipment::created{fields.word("tracking", t.tracking())});
}

auto codec<shipment::failed>::write(FlatBufferBuilder& b, const shipment::failed& e) -> Offset<table> {
  return wire_of::CreateShipmentFailed(b, b.CreateString(e.code));
}

auto codec<shipment::failed>::read(const table& t) -> result<shipment::failed> {
  field_reader fields;
  return fields.checked(shipment::failed{fields.word("code", t.code())});
}

auto codec<shipment::cancelling>::write(FlatBufferBuilder& b, const shipment::cancelling& e) -> Offset<table> {
  return wire_of::CreateShipmentCancelling(b, b.CreateString(e.code));
}

auto codec<shipment::cancelling>::read(const table& t) -> result<shipment::cancelling> {
  field_reader fields;
  return fields.checked(shipment::cancelling{fields.word("code", t.code())});
}

auto codec<shipment::cancelled>::write(FlatBufferBuilder& b, const shipment::cancelled& e) -> Offset<table> {
  return wire_of::CreateShipmentCancelled(b, b.CreateString(e.code));
}

auto codec<shipment::cancelled>::read(const table& t) -> result<shipment::cancelled> {
  field_reader fields;
  return fields.checked(shipment::cancelled{fields.word("code", t.code())});
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<shipment::state>::write(FlatBufferBuilder& b, const shipment::state& s) -> Offset<table> {
  static_assert(static_cast<int>(shipment::stage::cancelled) == static_cast<int>(wire_of::ShipmentStage::MAX));
  const auto customer = to_wire(b, s.customer);
  const auto to = shop::to_wire(b, s.to);
  const auto tracking = b.CreateString(s.tracking);
  return wire_of::CreateShipmentState(b, static_cast<wire_of::ShipmentStage>(s.at), customer, to, tracking,
                                      b.CreateString(s.code));
}

auto codec<shipment::state>::read(const table& t) -> result<shipment::state> {
  field_reader fields;
  // A shipment that was created or cancelled before it was requested has no customer.
  const auto customer = t.customer() == nullptr || t.customer()->size() == 0
                            ? customer_id{}
                            : fields.id<customer_id>("customer", t.customer());
  return fields.checked(shipment::state{fields.choice<shipment::stage>("stage", t.stage()), customer,
                                        read_place(fields, t.address()), fields.text("tracking", t.tracking()),
                                        fields.text("code", t.code())});
}

} // namespace sinew
