// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/transcode/payload_reader.hpp"
#include "tools/transcode/schema_book.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// Turns tables of FlatBuffers into JSON Schema (2020-12, as OpenAPI 3.1 has it), with what `check_json` demands: no unknown
/// fields, ranges of numbers, names of enums. Comments in the schema become descriptions.
class json_schema {
 public:
  /// Adds to `components`, by the tables' names; must outlive this. What is there already stays.
  explicit json_schema(ordered_json& components) : components_{components} {}

  /// A table of that book with all that it refers to. Fields in `given` are left out. Does nothing where there is no such table.
  void add(const schema_book& book, std::string_view table, const std::vector<std::string>& given = {});

  /// The fields of a table as properties of an object, for who makes another object of them.
  auto properties(const reflection::Schema& schema, const reflection::Object& table) -> ordered_json;

  static auto reference(std::string_view component) -> ordered_json;

 private:
  auto object(const reflection::Schema& schema, const reflection::Object& table, const std::vector<std::string>& given)
      -> ordered_json;
  auto field(const reflection::Schema& schema, const reflection::Field& of) -> ordered_json;
  auto type(const reflection::Schema& schema, const reflection::Type& of, reflection::BaseType base) -> ordered_json;

  ordered_json& components_;
};

} // namespace sinew::gateway
