// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/json_check.hpp"

#include "tools/nearest.hpp"
#include "tools/transcode/schema_book.hpp"

#include <fmt/format.h>

#include <limits>

namespace sinew {

namespace {

using json = nlohmann::ordered_json;
using reflection::BaseType;

struct bounds {
  std::int64_t low;
  std::uint64_t high;
};

template <class Integer>
constexpr auto bounds_of() -> bounds {
  return {static_cast<std::int64_t>(std::numeric_limits<Integer>::min()),
          static_cast<std::uint64_t>(std::numeric_limits<Integer>::max())};
}

auto bounds_of(BaseType type) -> bounds {
  switch (type) {
    case BaseType::Byte: return bounds_of<std::int8_t>();
    case BaseType::UByte:
    case BaseType::UType: return bounds_of<std::uint8_t>();
    case BaseType::Short: return bounds_of<std::int16_t>();
    case BaseType::UShort: return bounds_of<std::uint16_t>();
    case BaseType::Int: return bounds_of<std::int32_t>();
    case BaseType::UInt: return bounds_of<std::uint32_t>();
    case BaseType::ULong: return bounds_of<std::uint64_t>();
    default: return bounds_of<std::int64_t>();
  }
}

auto shown(const json& value) -> std::string {
  auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() > 40 ? text.substr(0, 37) + "..." : text;
}

auto wrong(const std::string& path, std::string_view wanted, const json& value) -> tl::unexpected<error> {
  return fail(errc::invalid_input,
              fmt::format("{}: expected {}, found {}", path.empty() ? "the data" : path, wanted, shown(value)));
}

/// Null: there is none. A plain search: GCC 12 with sanitizers rejects what LookupByKey does with its key.
auto field_named(const reflection::Object& of, std::string_view name) -> const reflection::Field* {
  for (const auto* field : *of.fields())
    if (field->name()->string_view() == name)
      return field;
  return nullptr;
}

class checker {
 public:
  explicit checker(const reflection::Schema& schema) : schema_{schema} {}

  auto object(const reflection::Object& wanted, const json& value, const std::string& path) const -> result<void> {
    if (!value.is_object())
      return wrong(path, fmt::format("an object ({})", unqualified(wanted.name()->string_view())), value);
    for (const auto& [name, member] : value.items())
      if (auto ok = known_field(wanted, name, member, path.empty() ? name : path + "." + name); !ok)
        return ok;
    return nothing_missing(wanted, value, path);
  }

 private:
  auto known_field(const reflection::Object& wanted, const std::string& name, const json& member,
                   const std::string& path) const -> result<void> {
    const auto* field = field_named(wanted, name);
    if (field != nullptr && !field->deprecated())
      return typed(*field->type(), field->type()->base_type(), member, path);
    std::vector<std::string> names;
    for (const auto* known : declared_fields(wanted))
      names.push_back(known->name()->str());
    auto hint = did_you_mean(name, names);
    if (hint.empty() && names.empty())
      hint = "; it has no fields";
    else if (hint.empty())
      hint = fmt::format("; it has {}", fmt::join(names, ", "));
    return fail(errc::invalid_input,
                fmt::format("{}: {} has no field '{}'{}", path, unqualified(wanted.name()->string_view()), name, hint));
  }

  static auto nothing_missing(const reflection::Object& wanted, const json& value, const std::string& path)
      -> result<void> {
    for (const auto* field : declared_fields(wanted))
      // A struct is all or nothing: half an amount of money is a slip.
      if ((field->required() || wanted.is_struct()) && !value.contains(field->name()->str()))
        return fail(errc::invalid_input,
                    fmt::format("{}{}{}: is missing in {}", path, path.empty() ? "" : ".", field->name()->string_view(),
                                unqualified(wanted.name()->string_view())));
    return {};
  }

  auto typed(const reflection::Type& type, BaseType base, const json& value, const std::string& path) const
      -> result<void> {
    switch (base) {
      case BaseType::String: return value.is_string() ? result<void>{} : wrong(path, "a string", value);
      case BaseType::Bool: return value.is_boolean() ? result<void>{} : wrong(path, "true or false", value);
      case BaseType::Float:
      case BaseType::Double: return value.is_number() ? result<void>{} : wrong(path, "a number", value);
      case BaseType::Vector: return vector(type, value, path);
      case BaseType::Obj: return object(*schema_.objects()->Get(index(type)), value, path);
      case BaseType::Union:
      case BaseType::Array: return wrong(path, "nothing (this kind of field cannot be written as JSON)", value);
      default: return type.index() >= 0 ? member(type, value, path) : integer(base, value, path);
    }
  }

  auto vector(const reflection::Type& type, const json& value, const std::string& path) const -> result<void> {
    if (!value.is_array())
      return wrong(path, "an array", value);
    for (std::size_t i = 0; i < value.size(); ++i)
      if (auto ok = typed(type, type.element(), value[i], fmt::format("{}[{}]", path, i)); !ok)
        return ok;
    return {};
  }

  static auto integer(BaseType base, const json& value, const std::string& path) -> result<void> {
    const auto [low, high] = bounds_of(base);
    const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= high
                                                 : value.is_number_integer() && value.get<std::int64_t>() >= low;
    return fits ? result<void>{} : wrong(path, fmt::format("a whole number from {} to {}", low, high), value);
  }

  auto member(const reflection::Type& type, const json& value, const std::string& path) const -> result<void> {
    std::vector<std::string> names;
    for (const auto* known : *schema_.enums()->Get(index(type))->values()) {
      if (value.is_string() ? value.get<std::string>() == known->name()->str()
                            : value.is_number_integer() && value.get<std::int64_t>() == known->value())
        return {};
      names.push_back(known->name()->str());
    }
    return wrong(path, fmt::format("one of {}", fmt::join(names, ", ")), value);
  }

  static auto index(const reflection::Type& type) -> flatbuffers::uoffset_t {
    return static_cast<flatbuffers::uoffset_t>(type.index());
  }

  const reflection::Schema& schema_;
};

} // namespace

auto check_json(const reflection::Schema& schema, const reflection::Object& table, const json& value) -> result<void> {
  return checker{schema}.object(table, value, "");
}

} // namespace sinew
