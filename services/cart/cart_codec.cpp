// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart_codec.hpp"

#include "services/vocabulary_codec.hpp"

namespace sinew {

namespace tables = shop::wire;
using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::cart;
using shop::customer_id;
using shop::field_reader;
using shop::order_id;
using shop::sku;

namespace {

static_assert(cart::most_items == shop::most_lines);

auto article_of(field_reader& fields, field_reader::text_field id) -> sku {
  return fields.id<sku>("sku", id);
}

auto price_of(field_reader& fields, const tables::Money* price) -> shop::money {
  return fields.amount("price", price, 0, shop::highest_price);
}

/// `note_price` and `item_priced`, which say the same.
template <class Value, class Table>
auto read_price(const Table& t) -> result<Value> {
  field_reader fields;
  return fields.checked(Value{article_of(fields, t.sku()), t.want(), price_of(fields, t.price())});
}

/// `note_unavailable` and `item_unavailable`.
template <class Value, class Table>
auto read_unavailable(const Table& t) -> result<Value> {
  field_reader fields;
  return fields.checked(Value{article_of(fields, t.sku()), t.want(), fields.word("code", t.code())});
}

auto seconds_of(std::chrono::seconds patience) -> std::uint32_t {
  return static_cast<std::uint32_t>(patience.count());
}

auto item_to_wire(FlatBufferBuilder& b, const sku& article, const cart::item& item) -> Offset<tables::CartItem> {
  const auto id = to_wire(b, article);
  const auto code = item.code.empty() ? Offset<flatbuffers::String>{} : b.CreateString(item.code);
  const auto price = to_wire(item.price.value_or(shop::money{}));
  return tables::CreateCartItem(b, id, item.quantity, item.want, item.price ? &price : nullptr, code);
}

auto read_item(field_reader& fields, const tables::CartItem& t) -> std::pair<sku, cart::item> {
  cart::item item{fields.number("quantity", t.quantity(), 1, shop::most_pieces), t.want(), std::nullopt,
                  fields.text("code", t.code())};
  if (t.price() != nullptr)
    item.price = price_of(fields, t.price());
  return {article_of(fields, t.sku()), std::move(item)};
}

/// An id, or an empty one where the field is absent or empty.
template <class Id>
auto read_id_if_any(field_reader& fields, std::string_view field, field_reader::text_field value) -> Id {
  return value == nullptr || value->size() == 0 ? Id{} : fields.id<Id>(field, value);
}

} // namespace

// -- commands ---------------------------------------------------------------------------------------------------------

auto codec<cart::put>::write(FlatBufferBuilder& b, const cart::put& c) -> Offset<table> {
  const auto customer = to_wire(b, c.customer);
  return tables::CreateCartPut(b, customer, to_wire(b, c.article), c.quantity);
}

auto codec<cart::put>::read(const table& t, const command_context&) -> result<cart::put> {
  field_reader fields;
  return fields.checked(cart::put{fields.id<customer_id>("customer", t.customer()), article_of(fields, t.sku()),
                                  fields.number("quantity", t.quantity(), 0, shop::most_pieces)});
}

auto codec<cart::note_price>::write(FlatBufferBuilder& b, const cart::note_price& c) -> Offset<table> {
  const auto price = to_wire(c.price);
  return tables::CreateCartNotePrice(b, to_wire(b, c.article), c.want, &price);
}

auto codec<cart::note_price>::read(const table& t, const command_context&) -> result<cart::note_price> {
  return read_price<cart::note_price>(t);
}

auto codec<cart::note_unavailable>::write(FlatBufferBuilder& b, const cart::note_unavailable& c) -> Offset<table> {
  const auto article = to_wire(b, c.article);
  return tables::CreateCartNoteUnavailable(b, article, c.want, b.CreateString(c.code));
}

auto codec<cart::note_unavailable>::read(const table& t, const command_context&) -> result<cart::note_unavailable> {
  return read_unavailable<cart::note_unavailable>(t);
}

auto codec<cart::checkout>::write(FlatBufferBuilder& b, const cart::checkout& c) -> Offset<table> {
  const auto order = to_wire(b, c.order);
  const auto payment = to_wire(b, c.payment);
  return tables::CreateCartCheckout(b, order, payment, to_wire(b, c.ship_to), seconds_of(c.patience));
}

auto codec<cart::checkout>::read(const table& t, const command_context&) -> result<cart::checkout> {
  field_reader fields;
  return fields.checked(cart::checkout{fields.id<order_id>("order", t.order()), fields.payment("payment", t.payment()),
                                       fields.place("address", t.address()),
                                       fields.patience("deadline_seconds", t.deadline_seconds())});
}

auto codec<cart::clear>::write(FlatBufferBuilder& b, const cart::clear&) -> Offset<table> {
  return tables::CreateCartClear(b);
}

auto codec<cart::clear>::read(const table&, const command_context&) -> result<cart::clear> {
  return cart::clear{};
}

auto codec<cart::take_back>::write(FlatBufferBuilder& b, const cart::take_back& c) -> Offset<table> {
  const auto order = to_wire(b, c.order);
  const auto lines = to_wire(b, c.lines);
  return tables::CreateCartTakeBack(b, order, c.checkout, lines, b.CreateString(c.code));
}

auto codec<cart::take_back>::read(const table& t, const command_context&) -> result<cart::take_back> {
  field_reader fields;
  return fields.checked(cart::take_back{fields.id<order_id>("order", t.order()), t.checkout(),
                                        fields.lines("lines", t.lines()), fields.word("code", t.code())});
}

// -- events -----------------------------------------------------------------------------------------------------------

auto codec<cart::item_wanted>::write(FlatBufferBuilder& b, const cart::item_wanted& e) -> Offset<table> {
  const auto customer = to_wire(b, e.customer);
  return tables::CreateCartItemWanted(b, customer, to_wire(b, e.article), e.quantity, e.want);
}

auto codec<cart::item_wanted>::read(const table& t) -> result<cart::item_wanted> {
  field_reader fields;
  return fields.checked(cart::item_wanted{fields.id<customer_id>("customer", t.customer()), article_of(fields, t.sku()),
                                          fields.number("quantity", t.quantity(), 1, shop::most_pieces), t.want()});
}

auto codec<cart::item_removed>::write(FlatBufferBuilder& b, const cart::item_removed& e) -> Offset<table> {
  return tables::CreateCartItemRemoved(b, to_wire(b, e.article));
}

auto codec<cart::item_removed>::read(const table& t) -> result<cart::item_removed> {
  field_reader fields;
  return fields.checked(cart::item_removed{article_of(fields, t.sku())});
}

auto codec<cart::item_priced>::write(FlatBufferBuilder& b, const cart::item_priced& e) -> Offset<table> {
  const auto price = to_wire(e.price);
  return tables::CreateCartItemPriced(b, to_wire(b, e.article), e.want, &price);
}

auto codec<cart::item_priced>::read(const table& t) -> result<cart::item_priced> {
  return read_price<cart::item_priced>(t);
}

auto codec<cart::item_unavailable>::write(FlatBufferBuilder& b, const cart::item_unavailable& e) -> Offset<table> {
  const auto article = to_wire(b, e.article);
  return tables::CreateCartItemUnavailable(b, article, e.want, b.CreateString(e.code));
}

auto codec<cart::item_unavailable>::read(const table& t) -> result<cart::item_unavailable> {
  return read_unavailable<cart::item_unavailable>(t);
}

auto codec<cart::checked_out>::write(FlatBufferBuilder& b, const cart::checked_out& e) -> Offset<table> {
  const auto order = to_wire(b, e.order);
  const auto customer = to_wire(b, e.customer);
  const auto lines = to_wire(b, e.lines);
  const auto payment = to_wire(b, e.payment);
  return tables::CreateCartCheckedOut(b, order, customer, lines, payment, to_wire(b, e.ship_to), seconds_of(e.patience),
                                      e.number);
}

auto codec<cart::checked_out>::read(const table& t) -> result<cart::checked_out> {
  field_reader fields;
  return fields.checked(cart::checked_out{
      fields.id<order_id>("order", t.order()), fields.id<customer_id>("customer", t.customer()),
      fields.lines("lines", t.lines()), fields.payment("payment", t.payment()), fields.place("address", t.address()),
      fields.patience("deadline_seconds", t.deadline_seconds()), t.number()});
}

auto codec<cart::cleared>::write(FlatBufferBuilder& b, const cart::cleared&) -> Offset<table> {
  return tables::CreateCartCleared(b);
}

auto codec<cart::cleared>::read(const table&) -> result<cart::cleared> {
  return cart::cleared{};
}

auto codec<cart::order_refused>::write(FlatBufferBuilder& b, const cart::order_refused& e) -> Offset<table> {
  const auto order = to_wire(b, e.order);
  return tables::CreateCartOrderRefused(b, order, e.checkout, b.CreateString(e.code));
}

auto codec<cart::order_refused>::read(const table& t) -> result<cart::order_refused> {
  field_reader fields;
  return fields.checked(
      cart::order_refused{fields.id<order_id>("order", t.order()), t.checkout(), fields.word("code", t.code())});
}

// -- state ------------------------------------------------------------------------------------------------------------

auto codec<cart::state>::write(FlatBufferBuilder& b, const cart::state& s) -> Offset<table> {
  std::vector<Offset<tables::CartItem>> items;
  items.reserve(s.items.size());
  for (const auto& [article, item] : s.items)
    items.push_back(item_to_wire(b, article, item));
  const auto all = b.CreateVector(items);
  const auto customer = to_wire(b, s.customer);
  const auto order = to_wire(b, s.last_order);
  const auto refused = b.CreateVector(std::vector<std::uint64_t>{s.refused.begin(), s.refused.end()});
  return tables::CreateCartState(b, customer, all, s.wants, order, refused);
}

auto codec<cart::state>::read(const table& t) -> result<cart::state> {
  field_reader fields;
  cart::state s{read_id_if_any<customer_id>(fields, "customer", t.customer()),
                {},
                t.wants(),
                read_id_if_any<order_id>(fields, "last_order", t.last_order()),
                {}};
  for (flatbuffers::uoffset_t i = 0; t.items() != nullptr && i < t.items()->size(); ++i) {
    field_reader part;
    s.items.insert(read_item(part, *t.items()->Get(i)));
    fields.absorb(part, "items[" + std::to_string(i) + "]");
  }
  if (t.refused() != nullptr)
    s.refused.insert(t.refused()->begin(), t.refused()->end());
  return fields.checked(std::move(s));
}

} // namespace sinew
