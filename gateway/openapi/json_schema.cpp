// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/json_schema.hpp"

#include <algorithm>
#include <limits>

namespace sinew::gateway {

namespace {

using reflection::BaseType;

template <class Integer>
auto integer() -> ordered_json {
  return {{"type", "integer"},
          {"minimum", std::numeric_limits<Integer>::min()},
          {"maximum", std::numeric_limits<Integer>::max()}};
}

auto number(BaseType base) -> ordered_json {
  switch (base) {
    case BaseType::Byte: return integer<std::int8_t>();
    case BaseType::UByte:
    case BaseType::UType: return integer<std::uint8_t>();
    case BaseType::Short: return integer<std::int16_t>();
    case BaseType::UShort: return integer<std::uint16_t>();
    case BaseType::Int: return integer<std::int32_t>();
    case BaseType::UInt: return integer<std::uint32_t>();
    case BaseType::ULong: return integer<std::uint64_t>();
    default: return integer<std::int64_t>();
  }
}

auto names_of(const reflection::Enum& of) -> ordered_json {
  ordered_json names = ordered_json::array();
  for (const auto* value : *of.values())
    names.push_back(value->name()->str());
  return {{"type", "string"}, {"enum", std::move(names)}};
}

/// The lines of a comment as one text.
template <class Documented>
auto text_of(const Documented& of) -> std::string {
  std::string text;
  if (of.documentation() == nullptr)
    return text;
  for (const auto* line : *of.documentation()) {
    const auto words = line->string_view();
    const auto begin = std::min(words.find_first_not_of(' '), words.size());
    text.append(text.empty() ? "" : " ").append(words.substr(begin));
  }
  return text;
}

auto at(const reflection::Type& of) -> flatbuffers::uoffset_t {
  return static_cast<flatbuffers::uoffset_t>(of.index());
}

} // namespace

auto json_schema::reference(std::string_view component) -> ordered_json {
  return {{"$ref", std::string{"#/components/schemas/"}.append(component)}};
}

void json_schema::add(const schema_book& book, std::string_view table, const std::vector<std::string>& given) {
  const std::string name{table};
  const auto* found = book.table(table);
  if (found == nullptr || components_.contains(name))
    return;
  components_[name] = nullptr; // so that what refers to itself ends
  components_[name] = object(book.schema(), *found, given);
}

auto json_schema::object(const reflection::Schema& schema, const reflection::Object& table,
                         const std::vector<std::string>& given) -> ordered_json {
  ordered_json made{{"type", "object"}};
  if (const auto text = text_of(table); !text.empty())
    made["description"] = text;
  auto fields = properties(schema, table);
  ordered_json required = ordered_json::array();
  for (const auto* each : declared_fields(table))
    if ((each->required() || table.is_struct()) && std::ranges::find(given, each->name()->str()) == given.end())
      required.push_back(each->name()->str());
  for (const auto& name : given)
    fields.erase(name);
  made["properties"] = std::move(fields);
  if (!required.empty())
    made["required"] = std::move(required);
  made["additionalProperties"] = false;
  return made;
}

auto json_schema::properties(const reflection::Schema& schema, const reflection::Object& table) -> ordered_json {
  ordered_json fields = ordered_json::object();
  for (const auto* each : declared_fields(table))
    fields[each->name()->str()] = field(schema, *each);
  return fields;
}

auto json_schema::field(const reflection::Schema& schema, const reflection::Field& of) -> ordered_json {
  auto made = type(schema, *of.type(), of.type()->base_type());
  if (const auto text = text_of(of); !text.empty())
    made["description"] = text;
  return made;
}

auto json_schema::type(const reflection::Schema& schema, const reflection::Type& of, BaseType base) -> ordered_json {
  switch (base) {
    case BaseType::String: return {{"type", "string"}};
    case BaseType::Bool: return {{"type", "boolean"}};
    case BaseType::Float:
    case BaseType::Double: return {{"type", "number"}};
    case BaseType::Vector: return {{"type", "array"}, {"items", type(schema, of, of.element())}};
    case BaseType::Obj: {
      const auto& object_type = *schema.objects()->Get(at(of));
      const std::string name{unqualified(object_type.name()->string_view())};
      if (!components_.contains(name)) {
        components_[name] = nullptr;
        components_[name] = object(schema, object_type, {});
      }
      return reference(name);
    }
    default: return of.index() >= 0 ? names_of(*schema.enums()->Get(at(of))) : number(base);
  }
}

} // namespace sinew::gateway
