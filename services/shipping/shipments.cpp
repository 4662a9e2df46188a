// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipments.hpp"

#include "services/vocabulary_codec.hpp"

namespace shop {

using row = shipments::row;

auto shipments::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("customer", [](const row& r) { return r.state.customer.text; }),
      text_column<row>("stage",
                       [](const row& r) { return wire::EnumNameShipmentStage(wire::ShipmentStage(r.state.at)); }),
      text_column<row>("tracking", [](const row& r) { return r.state.tracking; }),
      text_column<row>("code", [](const row& r) { return r.state.code; }),
      time_column<row>("requested", [](const row& r) { return r.began; }),
      time_column<row>("changed", [](const row& r) { return r.changed; }),
  };
}

} // namespace shop

namespace sinew {

using shop::field_reader;
using shop::shipments;

auto codec<shipments::row>::write(flatbuffers::FlatBufferBuilder& b, const shipments::row& r)
    -> flatbuffers::Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto customer = r.state.customer.text.empty() ? 0 : b.CreateString(r.state.customer.text);
  const auto tracking = r.state.tracking.empty() ? 0 : b.CreateString(r.state.tracking);
  const auto code = r.state.code.empty() ? 0 : b.CreateString(r.state.code);
  return shop::wire::CreateShipmentRow(b, id, customer, static_cast<shop::wire::ShipmentStage>(r.state.at), tracking,
                                       code, to_unix_ns(r.began), to_unix_ns(r.changed));
}

auto codec<shipments::row>::read(const table& t) -> result<shipments::row> {
  field_reader fields;
  shipments::row r;
  r.id = fields.id_text("id", t.id());
  if (t.customer() != nullptr)
    r.state.customer = fields.id<shop::customer_id>("customer", t.customer());
  r.state.at = fields.choice<shop::shipment::stage>("stage", t.stage());
  r.state.tracking = fields.text("tracking", t.tracking());
  r.state.code = fields.text("code", t.code());
  r.began = from_unix_ns(t.requested());
  r.changed = from_unix_ns(t.changed());
  return fields.checked(std::move(r));
}

} // namespace sinew
