// SPDX-License-Identifier: Apache-2.0
#include "services/cart/carts.hpp"

#include "services/vocabulary_codec.hpp"

#include <optional>
#include <utility>

namespace shop {

using row = carts::row;

namespace {

auto pieces_in(const row& r) -> std::int64_t {
  std::int64_t pieces = 0;
  for (const auto& [article, item] : r.state.items)
    pieces += item.quantity;
  return pieces;
}

/// Of what has a price. Nothing: that is nothing, is in several currencies, or more than a sum can be.
auto total_in(const row& r) -> std::optional<money> {
  std::optional<money> total;
  for (const auto& [article, item] : r.state.items) {
    if (!item.price)
      continue;
    const auto cost = cost_of(*item.price, item.quantity);
    total = !cost ? std::nullopt : sum(total.value_or(money{0, cost->in}), *cost);
    if (!total)
      return std::nullopt;
  }
  return total;
}

} // namespace

auto carts::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("customer", [](const row& r) { return r.state.customer.text; }),
      number_column<row>("articles", [](const row& r) { return r.state.items.size(); }),
      number_column<row>("pieces", pieces_in),
      number_column<row>("total", [](const row& r) { return total_in(r).value_or(money{}).units; }),
      text_column<row>("currency",
                       [](const row& r) {
                         const auto total = total_in(r);
                         return total ? to_string(total->in) : std::string_view{};
                       }),
      text_column<row>("last_order", [](const row& r) { return r.state.last_order.text; }),
      time_column<row>("begun", [](const row& r) { return r.began; }),
      time_column<row>("changed", [](const row& r) { return r.changed; }),
  };
}

} // namespace shop

namespace sinew {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using shop::carts;
using shop::field_reader;

namespace {

auto item_row(FlatBufferBuilder& b, const shop::sku& article, const shop::cart::item& item)
    -> Offset<shop::wire::CartRowItem> {
  const auto id = b.CreateString(article.text);
  const auto code = item.code.empty() ? 0 : b.CreateString(item.code);
  const auto price = shop::to_wire(item.price.value_or(shop::money{}));
  return shop::wire::CreateCartRowItem(b, id, item.quantity, item.price ? &price : nullptr, code);
}

auto read_item(field_reader& fields, const shop::wire::CartRowItem& t) -> std::pair<shop::sku, shop::cart::item> {
  shop::cart::item item{fields.number("quantity", t.quantity(), 1, shop::most_pieces), 0, std::nullopt,
                        fields.text("code", t.code())};
  if (t.price() != nullptr)
    item.price = fields.amount("price", t.price(), 0, shop::highest_price);
  return {fields.id<shop::sku>("sku", t.sku()), std::move(item)};
}

} // namespace

auto codec<carts::row>::write(FlatBufferBuilder& b, const carts::row& r) -> Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto customer = r.state.customer.text.empty() ? 0 : b.CreateString(r.state.customer.text);
  std::vector<Offset<shop::wire::CartRowItem>> items;
  for (const auto& [article, item] : r.state.items)
    items.push_back(item_row(b, article, item));
  const auto all = b.CreateVector(items);
  const auto order = r.state.last_order.text.empty() ? 0 : b.CreateString(r.state.last_order.text);
  return shop::wire::CreateCartRow(b, id, customer, all, order, to_unix_ns(r.began), to_unix_ns(r.changed));
}

auto codec<carts::row>::read(const table& t) -> result<carts::row> {
  field_reader fields;
  carts::row r;
  r.id = fields.id_text("id", t.id());
  if (t.customer() != nullptr)
    r.state.customer = fields.id<shop::customer_id>("customer", t.customer());
  for (flatbuffers::uoffset_t i = 0; t.items() != nullptr && i < t.items()->size(); ++i) {
    field_reader part;
    r.state.items.insert(read_item(part, *t.items()->Get(i)));
    fields.absorb(part, "items[" + std::to_string(i) + "]");
  }
  if (t.last_order() != nullptr)
    r.state.last_order = fields.id<shop::order_id>("last_order", t.last_order());
  r.began = from_unix_ns(t.begun());
  r.changed = from_unix_ns(t.changed());
  return fields.checked(std::move(r));
}

} // namespace sinew
