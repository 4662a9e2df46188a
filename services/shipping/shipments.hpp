// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "schemas/shipping_generated.h"
#include "services/shipping/shipping_codec.hpp"

namespace shop {

/// The list of the parcels of all orders: whose they are, how they stand, under which number the carrier knows them. Where they
/// go is nobody's business here.
struct shipments {
  static constexpr std::string_view name = "shipments";
  /// Raise it with every change of row, fold or columns.
  static constexpr std::uint32_t version = 1;
  using domain = shipment;
  using row = sinew::dated_state<shipment>;

  static auto columns() -> std::vector<sinew::column<row>>;
};

} // namespace shop

template <>
struct sinew::codec<shop::shipments::row> {
  using table = shop::wire::ShipmentRow;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::shipments::row& r) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::shipments::row>;
};
