// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_codec.hpp"

#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace tables = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::customer_id;
using shop::field_reader;
using shop::order;

namespace {

/// Absent where there is no cart: what was written before there were any stays byte for byte as it was.
auto cart_to_wire(FlatBufferBuilder& b, const order::origin& from) -> Offset<flatbuffers::String> {
  return from.is_cart() ? to_wire(b, from.cart) : Offset<flatbuffers::String>{};
}

template <class Table>
auto origin_of(field_reader& fields, const Table& t) -> order::origin {
  return t.cart() == nullptr ? order::origin{}
                             : order::origin{fields.id<shop::cart_id>("cart", t.cart()), t.checkout()};
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<order::place>::write(FlatBufferBuilder& b, const order::place& c) -> Offset<table> {
  const auto customer = to_wire(b, c.customer);
  const auto lines = to_wire(b, c.lines);
  const auto payment = to_wire(b, c.payment);
  const auto address = to_wire(b, c.ship_to);
  return tables::CreateOrderPlace(b, customer, lines, payment, address, static_cast<std::uint32_t>(c.patience.count()),
                                  cart_to_wire(b, c.from), c.from.checkout);
}

auto codec<order::place>::read(const table& t, const command_context& context) -> result<order::place> {
  field_reader fields;
  return fields.checked(order::place{fields.id<customer_id>("customer", t.customer()), fields.lines("lines", t.lines()),
                                     fields.payment("payment", t.payment()), fields.place("address", t.address()),
                                     fields.patience("deadline_seconds", t.deadline_seconds()), context.now,
                                     origin_of(fields, t)});
}

auto codec<order::cancel>::write(FlatBufferBuilder& b, const order::cancel& c) -> Offset<table> {
  return tables::CreateOrderCancel(b, b.CreateString(c.reason));
}

auto codec<order::cancel>::read(const table& t, const command_context&) -> result<order::cancel> {
  field_reader fields;
  return fields.checked(order::cancel{fields.text("reason", t.reason())});
}

auto codec<order::confirm>::write(FlatBufferBuilder& b, const order::confirm&) -> Offset<table> {
  return tables::CreateOrderConfirm(b);
}

auto codec<order::confirm>::read(const table&, const command_context&) -> result<order::confirm> {
  return order::confirm{};
}

auto codec<order::reject>::write(FlatBufferBuilder& b, const order::reject& c) -> Offset<table> {
  return tables::CreateOrderReject(b, b.CreateString(c.code));
}

auto codec<order::reject>::read(const table& t, const command_context&) -> result<order::reject> {
  field_reader fields;
  return fields.checked(order::reject{fields.word("code", t.code())});
}

auto codec<order::close>::write(FlatBufferBuilder& b, const order::close& c) -> Offset<table> {
  return tables::CreateOrderClose(b, b.CreateString(c.code));
}

auto codec<order::close>::read(const table& t, const command_context&) -> result<order::close> {
  field_reader fields;
  return fields.checked(order::close{fields.word("code", t.code())});
}

// The time is not on the wire: an alarm is judged by the clock of whoever receives it.
auto codec<order::expire>::write(FlatBufferBuilder& b, const order::expire&) -> Offset<table> {
  return tables::CreateOrderExpire(b);
}

auto codec<order::expire>::read(const table&, const command_context& context) -> result<order::expire> {
  return order::expire{context.now};
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<order::placed>::write(FlatBufferBuilder& b, const order::placed& e) -> Offset<table> {
  const auto customer = to_wire(b, e.customer);
  const auto lines = to_wire(b, e.lines);
  const auto total = to_wire(e.total);
  const auto payment = to_wire(b, e.payment);
  const auto address = to_wire(b, e.ship_to);
  return tables::CreateOrderPlaced(b, customer, lines, &total, payment, address, to_unix_ns(e.deadline),
                                   cart_to_wire(b, e.from), e.from.checkout);
}

auto codec<order::placed>::read(const table& t) -> result<order::placed> {
  field_reader fields;
  return fields.checked(order::placed{fields.id<customer_id>("customer", t.customer()),
                                      fields.lines("lines", t.lines()), fields.amount("total", t.total()),
                                      fields.payment("payment", t.payment()), fields.place("address", t.address()),
                                      from_unix_ns(t.deadline()), origin_of(fields, t)});
}

auto codec<order::place_refused>::write(FlatBufferBuilder& b, const order::place_refused& e) -> Offset<table> {
  const auto cart = to_wire(b, e.from.cart);
  const auto lines = to_wire(b, e.lines);
  return tables::CreateOrderPlaceRefused(b, cart, e.from.checkout, lines, b.CreateString(e.code));
}

auto codec<order::place_refused>::read(const table& t) -> result<order::place_refused> {
  field_reader fields;
  return fields.checked(
      order::place_refused{origin_of(fields, t), fields.lines("lines", t.lines()), fields.word("code", t.code())});
}

auto codec<order::cancel_requested>::write(FlatBufferBuilder& b, const order::cancel_requested& e) -> Offset<table> {
  return tables::CreateOrderCancelRequested(b, b.CreateString(e.code));
}

auto codec<order::cancel_requested>::read(const table& t) -> result<order::cancel_requested> {
  field_reader fields;
  return fields.checked(order::cancel_requested{fields.word("code", t.code())});
}

auto codec<order::timed_out>::write(FlatBufferBuilder& b, const order::timed_out& e) -> Offset<table> {
  return tables::CreateOrderTimedOut(b, b.CreateString(e.code));
}

auto codec<order::timed_out>::read(const table& t) -> result<order::timed_out> {
  field_reader fields;
  return fields.checked(order::timed_out{fields.word("code", t.code())});
}

auto codec<order::confirmed>::write(FlatBufferBuilder& b, const order::confirmed& e) -> Offset<table> {
  const auto total = to_wire(e.total);
  return tables::CreateOrderConfirmed(b, to_wire(b, e.customer), &total);
}

auto codec<order::confirmed>::read(const table& t) -> result<order::confirmed> {
  field_reader fields;
  return fields.checked(
      order::confirmed{fields.id<customer_id>("customer", t.customer()), fields.amount("total", t.total())});
}

auto codec<order::cancelled>::write(FlatBufferBuilder& b, const order::cancelled& e) -> Offset<table> {
  const auto customer = to_wire(b, e.customer);
  return tables::CreateOrderCancelled(b, customer, b.CreateString(e.code));
}

auto codec<order::cancelled>::read(const table& t) -> result<order::cancelled> {
  field_reader fields;
  return fields.checked(
      order::cancelled{fields.id<customer_id>("customer", t.customer()), fields.word("code", t.code())});
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<order::state>::write(FlatBufferBuilder& b, const order::state& s) -> Offset<table> {
  static_assert(static_cast<int>(order::stage::cancelled) == static_cast<int>(tables::OrderStage::MAX));
  const auto customer = to_wire(b, s.customer);
  const auto total = to_wire(s.total);
  const auto code = b.CreateString(s.code);
  return tables::CreateOrderState(b, static_cast<tables::OrderStage>(s.at), customer, &total, to_unix_ns(s.deadline),
                                  code, cart_to_wire(b, s.from), s.from.checkout);
}

auto codec<order::state>::read(const table& t) -> result<order::state> {
  field_reader fields;
  // Before it is placed an order has no customer.
  const auto customer =
      t.stage() == tables::OrderStage::unknown ? customer_id{} : fields.id<customer_id>("customer", t.customer());
  return fields.checked(order::state{fields.choice<order::stage>("stage", t.stage()), customer,
                                     fields.amount("total", t.total()), from_unix_ns(t.deadline()),
                                     fields.text("code", t.code()), origin_of(fields, t)});
}

} // namespace sinew
