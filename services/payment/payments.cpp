// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payments.hpp"

#include "services/vocabulary_codec.hpp"

namespace shop {

using row = payments::row;

// The rules of a payment do not need to know whose it is; people do.
auto payments::fold(row before, const payment::event& e, const sinew::fold_context& at) -> row {
  auto after = sinew::fold_dated(std::move(before), e, at);
  if (const auto* request = std::get_if<payment::requested>(&e))
    after.customer = request->customer;
  return after;
}

auto payments::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("customer", [](const row& r) { return r.customer.text; }),
      text_column<row>("stage",
                       [](const row& r) { return wire::EnumNamePaymentStage(wire::PaymentStage(r.state.at)); }),
      number_column<row>("amount", [](const row& r) { return r.state.amount.units; }),
      text_column<row>("currency", [](const row& r) { return to_string(r.state.amount.in); }),
      text_column<row>("code", [](const row& r) { return r.state.code; }),
      time_column<row>("requested", [](const row& r) { return r.began; }),
      time_column<row>("changed", [](const row& r) { return r.changed; }),
  };
}

} // namespace shop

namespace sinew {

using shop::field_reader;
using shop::payments;

auto codec<payments::row>::write(flatbuffers::FlatBufferBuilder& b, const payments::row& r)
    -> flatbuffers::Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto customer = r.customer.text.empty() ? 0 : b.CreateString(r.customer.text);
  const auto amount = shop::to_wire(r.state.amount);
  const auto reference = r.state.reference.empty() ? 0 : b.CreateString(r.state.reference);
  const auto code = r.state.code.empty() ? 0 : b.CreateString(r.state.code);
  return shop::wire::CreatePaymentRow(b, id, customer, &amount, static_cast<shop::wire::PaymentStage>(r.state.at),
                                      reference, code, to_unix_ns(r.began), to_unix_ns(r.changed));
}

auto codec<payments::row>::read(const table& t) -> result<payments::row> {
  field_reader fields;
  payments::row r;
  r.id = fields.id_text("id", t.id());
  if (t.customer() != nullptr)
    r.customer = fields.id<shop::customer_id>("customer", t.customer());
  r.state.amount = fields.amount("amount", t.amount());
  r.state.at = fields.choice<shop::payment::stage>("stage", t.stage());
  r.state.reference = fields.text("reference", t.reference());
  r.state.code = fields.text("code", t.code());
  r.began = from_unix_ns(t.requested());
  r.changed = from_unix_ns(t.changed());
  return fields.checked(std::move(r));
}

} // namespace sinew
