// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model.hpp"
#include "schemas/listing_generated.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Rows that one answer may have, and has when nobody says how many.
inline constexpr std::uint32_t most_rows = 200;
inline constexpr std::uint32_t usual_rows = 50;
inline constexpr std::size_t most_filters = 16;
/// Bytes of a filter's value or a search.
inline constexpr std::size_t longest_value = 512;
inline constexpr std::chrono::milliseconds longest_wait{10'000};
inline constexpr std::chrono::milliseconds usual_wait{2'000};

/// Where a page ended: the sorted column's value and the id of its last row.
struct list_place {
  cell value;
  std::string id;

  auto operator==(const list_place&) const -> bool = default;
};

/// A question to a read model, checked against its columns: every name in it is one of theirs, every value of their type.
struct list_query {
  struct filter {
    column_head column;
    wire::Comparison comparison = wire::Comparison::equal;
    cell value;
  };
  std::vector<filter> filters;
  /// Words, as people wrote them; empty: no search.
  std::string search;
  column_head sort;
  bool descending = false;
  std::uint32_t limit = usual_rows;
  /// Only what comes behind it.
  std::optional<list_place> after;
  std::uint64_t at_least = 0;
  std::chrono::milliseconds wait = usual_wait;
};

/// The column that every read model has: the aggregate's id.
inline constexpr column_head id_column{"id", column_type::text};

/// Reads and checks a question. Verifies the bytes first. invalid_input names what is wrong: the column, its value, the limit,
/// the cursor (damaged, or of another question or version).
auto read_list_query(const read_model& model, bytes_view from_outside) -> result<list_query>;

/// What a cursor must fit: the same model, version, filters, search and order. Not the limit.
auto fingerprint_of(const read_model& model, const list_query& query) -> std::uint64_t;

} // namespace sinew
