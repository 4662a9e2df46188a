// SPDX-License-Identifier: Apache-2.0
#include "services/customer/customers.hpp"

#include "services/vocabulary_codec.hpp"

namespace shop {

using row = customers::row;

auto customers::columns() -> std::vector<sinew::column<row>> {
  using namespace sinew;
  return {
      text_column<row>("name", [](const row& r) { return r.state.name; }),
      text_column<row>("email", [](const row& r) { return r.state.email; }),
      text_column<row>("stage",
                       [](const row& r) { return wire::EnumNameCustomerStage(wire::CustomerStage(r.state.at)); }),
      time_column<row>("registered", [](const row& r) { return r.began; }),
      time_column<row>("changed", [](const row& r) { return r.changed; }),
  };
}

auto customers::search_text(const row& r) -> std::string {
  return r.state.name;
}

} // namespace shop

namespace sinew {

using shop::customers;
using shop::field_reader;

auto codec<customers::row>::write(flatbuffers::FlatBufferBuilder& b, const customers::row& r)
    -> flatbuffers::Offset<table> {
  const auto id = b.CreateString(r.id);
  const auto name = b.CreateString(r.state.name);
  const auto email = b.CreateString(r.state.email);
  return shop::wire::CreateCustomerRow(b, id, name, email, static_cast<shop::wire::CustomerStage>(r.state.at),
                                       to_unix_ns(r.began), to_unix_ns(r.changed));
}

auto codec<customers::row>::read(const table& t) -> result<customers::row> {
  field_reader fields;
  customers::row r;
  r.id = fields.id_text("id", t.id());
  r.state.name = fields.text("name", t.name());
  r.state.email = fields.text("email", t.email(), shop::customer::longest_email);
  r.state.at = fields.choice<shop::customer::stage>("stage", t.stage());
  r.began = from_unix_ns(t.registered());
  r.changed = from_unix_ns(t.changed());
  return fields.checked(std::move(r));
}

} // namespace sinew
