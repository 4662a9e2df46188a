// SPDX-License-Identifier: Apache-2.0
#include "services/order/orders.hpp"

#include "services/vocabulary_codec.hpp"

namespace shop {

using row = orders::row;

namespace {

/// The epoch: not yet. Nothing happens to an order that has ended.
auto ended(const row& r) -> sinew::timestamp {
  const bool has = r.state.at == order::stage::confirmed || r.state.at == order::stage::cancelled;
  return has ? r.changed : sinew::timestamp{};
}

} // namespace

// That a cart may not become it is nothing that happens to the order.
auto orders::fold(row before, const order::event& e, const sinew::fold_context& at) -> row {
  if (!std::holds_alternative<order::place_refused>(e))
    return sinew::fold_dated(std::move(before), e, at);
  before.id = at.id;
  return before;
}

auto orders::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("customer", [](const row& r) { return r.state.customer.text; }),
      text_column<row>("stage", [](const row& r) { return wire::EnumNameOrderStage(wire::OrderStage(r.state.at)); }),
      number_column<row>("total", [](const row& r) { return r.state.total.units; }),
      text_column<row>("currency", [](const row& r) { return to_string(r.state.total.in); }),
      time_column<row>("placed", [](const row& r) { return r.began; }),
      time_column<row>("ended", ended),
      text_column<row>("code", [](const row& r) { return r.state.code; }),
  };
}

} // namespace shop

namespace sinew {

using shop::field_reader;
using shop::orders;

auto codec<orders::row>::write(flatbuffers::FlatBufferBuilder& b, const orders::row& r) -> flatbuffers::Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto customer = r.state.customer.text.empty() ? 0 : b.CreateString(r.state.customer.text);
  const auto total = shop::to_wire(r.state.total);
  const auto code = r.state.code.empty() ? 0 : b.CreateString(r.state.code);
  return shop::wire::CreateOrderRow(b, id, customer, static_cast<shop::wire::OrderStage>(r.state.at), &total,
                                    to_unix_ns(r.began), to_unix_ns(shop::ended(r)), code);
}

auto codec<orders::row>::read(const table& t) -> result<orders::row> {
  field_reader fields;
  orders::row r;
  r.id = fields.id_text("id", t.id());
  if (t.customer() != nullptr)
    r.state.customer = fields.id<shop::customer_id>("customer", t.customer());
  r.state.at = fields.choice<shop::order::stage>("stage", t.stage());
  r.state.total = fields.amount("total", t.total());
  r.began = from_unix_ns(t.placed());
  r.changed = from_unix_ns(t.ended());
  r.state.code = fields.text("code", t.code());
  return fields.checked(std::move(r));
}

} // namespace sinew
