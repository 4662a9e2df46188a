// SPDX-License-Identifier: Apache-2.0
#include "services/order/orders.hpp"

#include "services/vocabulary_codec.hpp"

namespace shop {

namespace {

using row = orders::row;

// The stage and the code are the aggregate's own: one truth about what an event makes of an order.
auto state_of(const row& r) -> order::state {
  return {.at = r.at, .customer = r.customer, .total = r.total, .deadline = {}, .code = r.code};
}

auto has_ended(order::stage at) -> bool {
  return at == order::stage::confirmed || at == order::stage::cancelled;
}

} // namespace

auto orders::fold(row before, const order::event& e, const sinew::fold_context& at) -> row {
  auto after = order::evolve(state_of(before), e);
  row r = std::move(before);
  r.id = at.id;
  r.customer = std::move(after.customer);
  r.total = after.total;
  r.code = std::move(after.code);
  if (r.at == order::stage::unknown)
    r.placed = at.time;
  if (!has_ended(r.at) && has_ended(after.at))
    r.ended = at.time;
  r.at = after.at;
  return r;
}

auto orders::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("customer", [](const row& r) { return r.customer.text; }),
      text_column<row>("stage", [](const row& r) { return wire::EnumNameOrderStage(wire::OrderStage(r.at)); }),
      number_column<row>("total", [](const row& r) { return r.total.units; }),
      text_column<row>("currency", [](const row& r) { return to_string(r.total.in); }),
      time_column<row>("placed", [](const row& r) { return r.placed; }),
      time_column<row>("ended", [](const row& r) { return r.ended; }),
      text_column<row>("code", [](const row& r) { return r.code; }),
  };
}

} // namespace shop

namespace sinew {

using shop::field_reader;
using shop::orders;

auto codec<orders::row>::write(flatbuffers::FlatBufferBuilder& b, const orders::row& r) -> flatbuffers::Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto customer = shop::to_wire(b, r.customer);
  const auto total = shop::to_wire(r.total);
  const auto code = r.code.empty() ? 0 : b.CreateString(r.code);
  return shop::wire::CreateOrderRow(b, id, customer, static_cast<shop::wire::OrderStage>(r.at), &total,
                                    to_unix_ns(r.placed), to_unix_ns(r.ended), code);
}

auto codec<orders::row>::read(const table& t) -> result<orders::row> {
  field_reader fields;
  return fields.checked(
      orders::row{fields.id_text("id", t.id()), fields.id<shop::customer_id>("customer", t.customer()),
                  fields.choice<shop::order::stage>("stage", t.stage()), fields.amount("total", t.total()),
                  from_unix_ns(t.placed()), from_unix_ns(t.ended()), fields.text("code", t.code())});
}

} // namespace sinew
