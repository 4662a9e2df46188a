// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/payload_reader.hpp"

#include "tools/transcode/payload_check.hpp"

namespace sinew {

namespace {

using reflection::BaseType;

/// Walks a verified buffer along its schema. The verifier has bounded the depth.
class reader {
 public:
  explicit reader(const reflection::Schema& schema) : schema_{schema} {}

  auto table(const flatbuffers::Table& at, const reflection::Object& object) const -> ordered_json {
    auto json = ordered_json::object();
    for (const auto* field : declared_fields(object))
      if (auto value = table_field(at, *field); !value.is_discarded())
        json[field->name()->str()] = std::move(value);
    return json;
  }

 private:
  static auto absent() -> ordered_json { return ordered_json(ordered_json::value_t::discarded); }

  static auto text(const flatbuffers::String* at) -> ordered_json {
    return at == nullptr ? absent() : ordered_json(at->str());
  }

  auto object_of(const reflection::Type& type) const -> const reflection::Object& {
    return *schema_.objects()->Get(static_cast<flatbuffers::uoffset_t>(type.index()));
  }

  auto table_field(const flatbuffers::Table& at, const reflection::Field& field) const -> ordered_json {
    switch (field.type()->base_type()) {
      case BaseType::String: return text(flatbuffers::GetFieldS(at, field));
      case BaseType::Obj: return object_field(at, field);
      case BaseType::Vector: return vector(flatbuffers::GetFieldAnyV(at, field), *field.type());
      case BaseType::Float:
      case BaseType::Double: return flatbuffers::GetAnyFieldF(at, field);
      case BaseType::Union:
      case BaseType::Array: return absent(); // the wire knows neither
      default: return integer(flatbuffers::GetAnyFieldI(at, field), field.type()->base_type(), field.type()->index());
    }
  }

  auto object_field(const flatbuffers::Table& at, const reflection::Field& field) const -> ordered_json {
    const auto& object = object_of(*field.type());
    if (object.is_struct()) {
      const auto* value = flatbuffers::GetFieldStruct(at, field);
      return value == nullptr ? absent() : structure(*value, object);
    }
    const auto* value = at.GetPointer<const flatbuffers::Table*>(field.offset());
    return value == nullptr ? absent() : table(*value, object);
  }

  auto structure(const flatbuffers::Struct& at, const reflection::Object& object) const -> ordered_json {
    auto json = ordered_json::object();
    for (const auto* field : declared_fields(object)) {
      const auto base = field->type()->base_type();
      auto& value = json[field->name()->str()];
      if (base == BaseType::Obj)
        value = structure(*flatbuffers::GetFieldStruct(at, *field), object_of(*field->type()));
      else if (base == BaseType::Float || base == BaseType::Double)
        value = flatbuffers::GetAnyFieldF(at, *field);
      else
        value = integer(flatbuffers::GetAnyFieldI(at, *field), base, field->type()->index());
    }
    return json;
  }

  auto vector(const flatbuffers::VectorOfAny* at, const reflection::Type& type) const -> ordered_json {
    auto json = ordered_json::array();
    for (std::size_t i = 0; at != nullptr && i < at->size(); ++i)
      json.push_back(element(*at, type, i));
    return json;
  }

  auto element(const flatbuffers::VectorOfAny& at, const reflection::Type& type, std::size_t i) const -> ordered_json {
    switch (type.element()) {
      case BaseType::String: return text(flatbuffers::GetAnyVectorElemPointer<const flatbuffers::String>(&at, i));
      case BaseType::Obj: {
        const auto& object = object_of(type);
        if (!object.is_struct())
          return table(*flatbuffers::GetAnyVectorElemPointer<const flatbuffers::Table>(&at, i), object);
        const auto size = static_cast<std::size_t>(object.bytesize());
        return structure(*flatbuffers::GetAnyVectorElemAddressOf<const flatbuffers::Struct>(&at, i, size), object);
      }
      case BaseType::Float:
      case BaseType::Double: return flatbuffers::GetAnyVectorElemF(&at, type.element(), i);
      default: return integer(flatbuffers::GetAnyVectorElemI(&at, type.element(), i), type.element(), type.index());
    }
  }

  auto integer(std::int64_t value, BaseType base, std::int32_t enum_index) const -> ordered_json {
    if (enum_index >= 0)
      for (const auto* member : *schema_.enums()->Get(static_cast<flatbuffers::uoffset_t>(enum_index))->values())
        if (member->value() == value)
          return member->name()->str();
    if (base == BaseType::Bool)
      return value != 0;
    return base == BaseType::ULong ? ordered_json(static_cast<std::uint64_t>(value)) : ordered_json(value);
  }

  const reflection::Schema& schema_;
};

} // namespace

auto read_payload(const schema_book& book, std::string_view table, bytes_view payload, const message_limits& limits)
    -> result<ordered_json> {
  const auto* object = book.table(table);
  if (object == nullptr)
    return fail(errc::unknown_type, "the schema has no table " + std::string{table});
  if (!is_payload_of(book.schema(), *object, payload, limits))
    return fail(errc::invalid_input, "the payload is not a " + object->name()->str());
  return reader{book.schema()}.table(*flatbuffers::GetAnyRoot(as_uint8(payload)), *object);
}

auto one_line(const ordered_json& value) -> std::string {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace sinew
