// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "schemas/customer_generated.h"
#include "services/customer/customer_codec.hpp"

namespace shop {

/// The list of all customers, also of those who are gone.
struct customers {
  static constexpr std::string_view name = "customers";
  /// Raise it with every change of row, fold or columns.
  static constexpr std::uint32_t version = 1;
  using domain = customer;
  using row = sinew::dated_state<customer>;

  static auto columns() -> std::vector<sinew::column<row>>;
  /// Their names.
  static auto search_text(const row& r) -> std::string;
};

} // namespace shop

template <>
struct sinew::codec<shop::customers::row> {
  using table = shop::wire::CustomerRow;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::customers::row& r) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::customers::row>;
};
