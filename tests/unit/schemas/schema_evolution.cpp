// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/schemas/schema_evolution.hpp"

#include <flatbuffers/reflection.h>
#include <algorithm>

namespace test {

namespace {

using broken = std::vector<std::string>;

// Not LookupByKey: GCC 12 with sanitizers takes its search key for a string of one byte.
template <class List>
auto find(const List& in, const flatbuffers::String& name) -> typename List::return_type {
  const auto found =
      std::ranges::find_if(in, [&](const auto* one) { return one->name()->string_view() == name.string_view(); });
  return found == in.end() ? nullptr : *found;
}

auto name_of(const reflection::Object& object) -> std::string {
  return object.name()->str();
}

/// The name of what a field's or enum's type refers to. Indices differ from schema to schema.
auto target_of(const reflection::Schema& schema, const reflection::Type& type) -> std::string {
  if (type.index() < 0)
    return "";
  const auto index = static_cast<flatbuffers::uoffset_t>(type.index());
  const bool is_table = type.base_type() == reflection::Obj || type.element() == reflection::Obj;
  return is_table ? schema.objects()->Get(index)->name()->str() : schema.enums()->Get(index)->name()->str();
}

auto is_same_type(const reflection::Schema& a, const reflection::Type& x, const reflection::Schema& b,
                  const reflection::Type& y) -> bool {
  return x.base_type() == y.base_type() && x.element() == y.element() && x.fixed_length() == y.fixed_length() &&
         target_of(a, x) == target_of(b, y);
}

auto has_same_default(const reflection::Field& a, const reflection::Field& b) -> bool {
  return a.default_integer() == b.default_integer() && a.default_real() == b.default_real();
}

class comparison {
 public:
  comparison(const reflection::Schema& released, const reflection::Schema& current)
      : released_{released}, current_{current} {}

  auto run() -> broken {
    compare_identifier();
    for (const auto* object : *released_.objects())
      compare(*object);
    for (const auto* one : *released_.enums())
      compare(*one);
    return std::move(broken_);
  }

 private:
  void compare_identifier() {
    if (released_.file_ident()->string_view() != current_.file_ident()->string_view())
      broken_.push_back("the file identifier has changed");
  }

  void compare(const reflection::Object& before) {
    const auto* now = find(*current_.objects(), *before.name());
    if (now == nullptr)
      return broken_.push_back(name_of(before) + " is gone");
    if (now->is_struct() != before.is_struct())
      return broken_.push_back(name_of(before) + " has become another kind of type");
    if (before.is_struct() &&
        (now->bytesize() != before.bytesize() || now->fields()->size() != before.fields()->size()))
      broken_.push_back("struct " + name_of(before) + " has another size");
    for (const auto* field : *before.fields())
      compare(*field, *now);
    for (const auto* field : *now->fields())
      if (field->required() && find(*before.fields(), *field->name()) == nullptr)
        broken_.push_back(name_of(before) + "." + field->name()->str() + " is new and required");
  }

  void compare(const reflection::Field& before, const reflection::Object& table) {
    const auto name = name_of(table) + "." + before.name()->str();
    const auto* now = find(*table.fields(), *before.name());
    if (now == nullptr)
      return broken_.push_back(name + " is gone");
    if (now->id() != before.id() || now->offset() != before.offset())
      broken_.push_back(name + " has moved");
    if (!is_same_type(released_, *before.type(), current_, *now->type()))
      broken_.push_back(name + " has another type");
    if (!has_same_default(before, *now))
      broken_.push_back(name + " has another default");
    if (now->required() != before.required())
      broken_.push_back(name + (now->required() ? " has become required" : " is no longer required"));
  }

  void compare(const reflection::Enum& before) {
    const auto* now = find(*current_.enums(), *before.name());
    if (now == nullptr)
      return broken_.push_back(before.name()->str() + " is gone");
    if (!is_same_type(released_, *before.underlying_type(), current_, *now->underlying_type()))
      broken_.push_back(before.name()->str() + " has another size");
    for (const auto* value : *before.values()) {
      const auto* same = now->values()->LookupByKey(value->value());
      if (same == nullptr || same->name()->string_view() != value->name()->string_view())
        broken_.push_back(before.name()->str() + "." + value->name()->str() + " is gone or has another number");
    }
  }

  const reflection::Schema& released_;
  const reflection::Schema& current_;
  broken broken_;
};

auto schema_in(sinew::bytes_view binary) -> const reflection::Schema* {
  flatbuffers::Verifier verifier{sinew::as_uint8(binary), binary.size()};
  return reflection::VerifySchemaBuffer(verifier) ? reflection::GetSchema(binary.data()) : nullptr;
}

} // namespace

auto broken_promises(sinew::bytes_view released, sinew::bytes_view current) -> std::vector<std::string> {
  const auto* before = schema_in(released);
  const auto* now = schema_in(current);
  if (before == nullptr || now == nullptr)
    return {"not a binary schema"};
  return comparison{*before, *now}.run();
}

} // namespace test
