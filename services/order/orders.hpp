// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "schemas/order_generated.h"
#include "services/order/order_codec.hpp"

namespace shop {

/// The list of all orders: whose they are, how they stand, what they cost. One row for each, as long as the log lasts.
struct orders {
  static constexpr std::string_view name = "orders";
  /// Raise it with every change of row, fold or columns.
  static constexpr std::uint32_t version = 2;
  using domain = order;
  using row = sinew::dated_state<order>;

  static auto fold(row before, const order::event& e, const sinew::fold_context& at) -> row;
  static auto columns() -> std::vector<sinew::column<row>>;
};

} // namespace shop

template <>
struct sinew::codec<shop::orders::row> {
  using table = shop::wire::OrderRow;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::orders::row& r) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::orders::row>;
};
