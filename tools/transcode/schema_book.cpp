// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/schema_book.hpp"

#include <algorithm>

namespace sinew {

auto schema_book::open(bytes binary_schema) -> result<schema_book> {
  flatbuffers::Verifier verifier{as_uint8(binary_schema), binary_schema.size()};
  if (binary_schema.empty() || !reflection::VerifySchemaBuffer(verifier))
    return fail(errc::invalid_input, "the bytes are no binary FlatBuffers schema");
  return schema_book{std::move(binary_schema)};
}

auto schema_book::table(std::string_view name) const -> const reflection::Object* {
  for (const auto* object : *schema().objects())
    if (!object->is_struct() && unqualified(object->name()->string_view()) == name)
      return object;
  return nullptr;
}

auto unqualified(std::string_view name) -> std::string_view {
  return name.substr(name.rfind('.') + 1); // npos + 1 is 0: the whole name
}

auto declared_fields(const reflection::Object& object) -> std::vector<const reflection::Field*> {
  std::vector<const reflection::Field*> fields;
  for (const auto* field : *object.fields())
    if (!field->deprecated())
      fields.push_back(field);
  // A struct's ids are all zero; its offsets tell the order.
  std::ranges::sort(fields, [](const auto* a, const auto* b) {
    return std::pair{a->id(), a->offset()} < std::pair{b->id(), b->offset()};
  });
  return fields;
}

} // namespace sinew
