// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model_of.hpp"
#include "schemas/payment_generated.h"
#include "services/payment/payment_codec.hpp"

namespace shop {

/// The list of the payments of all orders: how much, for whom, and how they stand. Nothing of the card is in it.
struct payments {
  static constexpr std::string_view name = "payments";
  /// Raise it with every change of row, fold or columns.
  static constexpr std::uint32_t version = 1;
  using domain = payment;

  struct row : sinew::dated_state<payment> {
    /// Who pays; empty as long as it has only been asked to charge.
    customer_id customer;
  };

  static auto fold(row before, const payment::event& e, const sinew::fold_context& at) -> row;

  static auto columns() -> std::vector<sinew::column<row>>;
};

} // namespace shop

template <>
struct sinew::codec<shop::payments::row> {
  using table = shop::wire::PaymentRow;
  static auto write(flatbuffers::FlatBufferBuilder& b, const shop::payments::row& r) -> flatbuffers::Offset<table>;
  static auto read(const table& t) -> result<shop::payments::row>;
};
