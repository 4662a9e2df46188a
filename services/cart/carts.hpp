// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "schemas/cart_generated.h"
#include "services/cart/cart_codec.hpp"

namespace shop {

/// The list of all carts: whose they are, what is in them, and since when nobody has touched them. A cart that was emptied or
/// bought stays, with nothing in it. What only the cart itself needs to know is not kept: numbers of questions, checkouts that were
/// taken back.
struct carts {
  static constexpr std::string_view name = "carts";
  /// Raise it with every change of row, fold or columns.
  static constexpr std::uint32_t version = 1;
  using domain = cart;
  using row = sinew::dated_state<cart>;

  static auto columns() -> std::vector<sinew::column<row>>;
};

} // namespace shop

template <>
struct sinew::codec<shop::carts::row> {
  using table = shop::wire::CartRow;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::carts::row& r) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::carts::row>;
};
