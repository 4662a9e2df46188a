// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/products.hpp"

#include "services/vocabulary_codec.hpp"

namespace shop {

using row = products::row;

auto products::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("name", [](const row& r) { return r.state.name; }),
      number_column<row>("price", [](const row& r) { return r.state.price.units; }),
      text_column<row>("currency", [](const row& r) { return to_string(r.state.price.in); }),
      text_column<row>("stage",
                       [](const row& r) { return wire::EnumNameProductStage(wire::ProductStage(r.state.at)); }),
      time_column<row>("listed", [](const row& r) { return r.began; }),
  };
}

auto products::search_text(const row& r) -> std::string {
  return r.state.name + "\n" + r.state.description;
}

} // namespace shop

namespace sinew {

using shop::field_reader;
using shop::products;

auto codec<products::row>::write(flatbuffers::FlatBufferBuilder& b, const products::row& r)
    -> flatbuffers::Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto name = b.CreateString(r.state.name);
  const auto description = r.state.description.empty() ? 0 : b.CreateString(r.state.description);
  const auto price = shop::to_wire(r.state.price);
  return shop::wire::CreateProductRow(b, id, name, description, &price,
                                      static_cast<shop::wire::ProductStage>(r.state.at), to_unix_ns(r.began));
}

auto codec<products::row>::read(const table& t) -> result<products::row> {
  field_reader fields;
  products::row r;
  r.id = fields.id_text("id", t.id());
  r.state.name = fields.text("name", t.name());
  r.state.description = fields.text("description", t.description(), shop::product::longest_description);
  r.state.price = fields.amount("price", t.price(), 0, shop::highest_price);
  r.state.at = fields.choice<shop::product::stage>("stage", t.stage());
  r.began = from_unix_ns(t.listed());
  return fields.checked(std::move(r));
}

} // namespace sinew
