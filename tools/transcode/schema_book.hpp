// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"

#include <flatbuffers/reflection.h>

#include <string_view>

namespace sinew {

/// The binary schema of one service, verified: where the tools look up tables, fields and enums by name.
/// Immutable; everything handed out points into it and lives as long as it does.
class schema_book {
 public:
  /// invalid_input when the bytes are no binary FlatBuffers schema.
  static auto open(bytes binary_schema) -> result<schema_book>;

  /// The table of that name, whatever its namespace: `OrderPlaced` finds `shop.wire.OrderPlaced`. Null: there is none.
  [[nodiscard]] auto table(std::string_view unqualified) const -> const reflection::Object*;
  [[nodiscard]] auto schema() const -> const reflection::Schema& { return *reflection::GetSchema(bytes_.data()); }
  [[nodiscard]] auto raw() const -> bytes_view { return bytes_; }

 private:
  explicit schema_book(bytes binary_schema) : bytes_{std::move(binary_schema)} {}

  bytes bytes_;
};

/// "shop.wire.Line" -> "Line".
auto unqualified(std::string_view name) -> std::string_view;

/// The fields of a table or struct in the order of their declaration; deprecated ones are left out.
auto declared_fields(const reflection::Object& object) -> std::vector<const reflection::Field*>;

} // namespace sinew
