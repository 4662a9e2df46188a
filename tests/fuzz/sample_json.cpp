// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/sample_json.hpp"

#include "tools/transcode/schema_book.hpp"

namespace sinew::fuzz {

namespace {

using reflection::BaseType;

auto value_of(const reflection::Schema& schema, const reflection::Type& type, BaseType base) -> ordered_json {
  const auto index = static_cast<flatbuffers::uoffset_t>(type.index());
  switch (base) {
    case BaseType::String: return "a-1";
    case BaseType::Bool: return true;
    case BaseType::Float:
    case BaseType::Double: return 1.5;
    case BaseType::Vector: return ordered_json::array({value_of(schema, type, type.element())});
    case BaseType::Obj: return sample_json(schema, *schema.objects()->Get(index));
    default:
      return type.index() < 0 ? ordered_json(1)
                              : ordered_json(schema.enums()->Get(index)->values()->Get(0)->name()->str());
  }
}

/// A way to pay names one of the two things it may be, never both.
auto is_left_out(const reflection::Object& table, const reflection::Field& field) -> bool {
  return unqualified(table.name()->string_view()) == "PaymentMethod" && field.name()->string_view() == "account";
}

} // namespace

auto sample_json(const reflection::Schema& schema, const reflection::Object& table) -> ordered_json {
  auto json = ordered_json::object();
  for (const auto* field : declared_fields(table))
    if (!is_left_out(table, *field))
      json[field->name()->str()] = value_of(schema, *field->type(), field->type()->base_type());
  return json;
}

} // namespace sinew::fuzz
