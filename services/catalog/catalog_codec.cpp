// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/catalog_codec.hpp"

#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace tables = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::cart_id;
using shop::field_reader;
using shop::product;

namespace {

/// `list` and `listed`, which say the same.
template <class Value, class Table>
auto read_listing(const Table& t) -> result<Value> {
  field_reader fields;
  return fields.checked(Value{fields.word("name", t.name()),
                              fields.text("description", t.description(), product::longest_description),
                              fields.amount("price", t.price(), 0, shop::highest_price)});
}

auto read_quantity(field_reader& fields, std::uint32_t quantity) -> std::uint32_t {
  return fields.number("quantity", quantity, 1, shop::most_pieces);
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<product::list>::write(FlatBufferBuilder& b, const product::list& c) -> Offset<table> {
  const auto name = b.CreateString(c.name);
  const auto price = to_wire(c.price);
  return tables::CreateProductList(b, name, b.CreateString(c.description), &price);
}

auto codec<product::list>::read(const table& t, const command_context&) -> result<product::list> {
  return read_listing<product::list>(t);
}

auto codec<product::reprice>::write(FlatBufferBuilder& b, const product::reprice& c) -> Offset<table> {
  const auto price = to_wire(c.price);
  return tables::CreateProductReprice(b, &price);
}

auto codec<product::reprice>::read(const table& t, const command_context&) -> result<product::reprice> {
  field_reader fields;
  return fields.checked(product::reprice{fields.amount("price", t.price(), 0, shop::highest_price)});
}

auto codec<product::withdraw>::write(FlatBufferBuilder& b, const product::withdraw&) -> Offset<table> {
  return tables::CreateProductWithdraw(b);
}

auto codec<product::withdraw>::read(const table&, const command_context&) -> result<product::withdraw> {
  return product::withdraw{};
}

auto codec<product::quote>::write(FlatBufferBuilder& b, const product::quote& c) -> Offset<table> {
  return tables::CreateProductQuote(b, to_wire(b, c.cart), c.want, c.quantity);
}

auto codec<product::quote>::read(const table& t, const command_context&) -> result<product::quote> {
  field_reader fields;
  return fields.checked(
      product::quote{fields.id<cart_id>("cart", t.cart()), t.want(), read_quantity(fields, t.quantity())});
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<product::listed>::write(FlatBufferBuilder& b, const product::listed& e) -> Offset<table> {
  const auto name = b.CreateString(e.name);
  const auto price = to_wire(e.price);
  return tables::CreateProductListed(b, name, b.CreateString(e.description), &price);
}

auto codec<product::listed>::read(const table& t) -> result<product::listed> {
  return read_listing<product::listed>(t);
}

auto codec<product::repriced>::write(FlatBufferBuilder& b, const product::repriced& e) -> Offset<table> {
  const auto price = to_wire(e.price);
  return tables::CreateProductRepriced(b, &price);
}

auto codec<product::repriced>::read(const table& t) -> result<product::repriced> {
  field_reader fields;
  return fields.checked(product::repriced{fields.amount("price", t.price(), 0, shop::highest_price)});
}

auto codec<product::withdrawn>::write(FlatBufferBuilder& b, const product::withdrawn&) -> Offset<table> {
  return tables::CreateProductWithdrawn(b);
}

auto codec<product::withdrawn>::read(const table&) -> result<product::withdrawn> {
  return product::withdrawn{};
}

auto codec<product::quoted>::write(FlatBufferBuilder& b, const product::quoted& e) -> Offset<table> {
  const auto price = to_wire(e.price);
  return tables::CreateProductQuoted(b, to_wire(b, e.cart), e.want, e.quantity, &price);
}

auto codec<product::quoted>::read(const table& t) -> result<product::quoted> {
  field_reader fields;
  return fields.checked(product::quoted{fields.id<cart_id>("cart", t.cart()), t.want(),
                                        read_quantity(fields, t.quantity()),
                                        fields.amount("price", t.price(), 0, shop::highest_price)});
}

auto codec<product::quote_refused>::write(FlatBufferBuilder& b, const product::quote_refused& e) -> Offset<table> {
  const auto cart = to_wire(b, e.cart);
  return tables::CreateProductQuoteRefused(b, cart, e.want, b.CreateString(e.code));
}

auto codec<product::quote_refused>::read(const table& t) -> result<product::quote_refused> {
  field_reader fields;
  return fields.checked(
      product::quote_refused{fields.id<cart_id>("cart", t.cart()), t.want(), fields.word("code", t.code())});
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<product::state>::write(FlatBufferBuilder& b, const product::state& s) -> Offset<table> {
  static_assert(static_cast<int>(product::stage::withdrawn) == static_cast<int>(tables::ProductStage::MAX));
  const auto name = b.CreateString(s.name);
  const auto price = to_wire(s.price);
  return tables::CreateProductState(b, static_cast<tables::ProductStage>(s.at), name, b.CreateString(s.description),
                                    &price);
}

auto codec<product::state>::read(const table& t) -> result<product::state> {
  field_reader fields;
  return fields.checked(product::state{fields.choice<product::stage>("stage", t.stage()), fields.text("name", t.name()),
                                       fields.text("description", t.description(), product::longest_description),
                                       fields.amount("price", t.price(), 0, shop::highest_price)});
}

} // namespace sinew
