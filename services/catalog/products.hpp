// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "schemas/catalog_generated.h"
#include "services/catalog/catalog_codec.hpp"

namespace shop {

/// The list of all products, also of those that are not sold any more: for browsing, and for searching by words.
struct products {
  static constexpr std::string_view name = "products";
  /// Raise it with every change of row, fold or columns.
  static constexpr std::uint32_t version = 1;
  using domain = product;
  using row = sinew::dated_state<product>;

  static auto columns() -> std::vector<sinew::column<row>>;
  /// Name and description.
  static auto search_text(const row& r) -> std::string;
};

} // namespace shop

template <>
struct sinew::codec<shop::products::row> {
  using table = shop::wire::ProductRow;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::products::row& r) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::products::row>;
};
