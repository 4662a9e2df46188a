// SPDX-License-Identifier: Apache-2.0
#include "projection/list_statement.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

auto sign_of(wire::Comparison comparison) -> std::string_view {
  switch (comparison) {
    case wire::Comparison::equal: return "=";
    case wire::Comparison::not_equal: return "<>";
    case wire::Comparison::less: return "<";
    case wire::Comparison::at_most: return "<=";
    case wire::Comparison::greater: return ">";
    case wire::Comparison::at_least: return ">=";
  }
  return "=";
}

auto is_word_character(char c) -> bool {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/// `red sho` -> `"red"* "sho"*`: FTS5's own language stays out, only letters and digits go in.
auto words_of(std::string_view search) -> std::string {
  std::string words;
  for (std::size_t at = 0; at < search.size();) {
    auto end = at;
    while (end < search.size() && is_word_character(search[end]))
      ++end;
    if (end > at)
      words += fmt::format("{}\"{}\"*", words.empty() ? "" : " ", search.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

} // namespace

auto column_in_sql(const column_head& column) -> std::string {
  return column == id_column ? "id" : fmt::format("\"c_{}\"", column.name);
}

auto columns_in_sql(const read_model& model) -> std::string {
  std::string columns = "number, id, version, seal, row, search";
  for (const auto& each : model.columns())
    columns += ", " + column_in_sql(each);
  return columns;
}

auto statement_of(const read_model& model, const list_query& query) -> list_statement {
  list_statement made;
  std::string where;
  const auto demand = [&](const std::string& condition) { where += (where.empty() ? " WHERE " : " AND ") + condition; };
  for (const auto& each : query.filters) {
    demand(fmt::format("{} {} ?", column_in_sql(each.column), sign_of(each.comparison)));
    made.parameters.push_back(each.value);
  }
  if (!query.search.empty()) {
    auto words = words_of(query.search);
    demand(words.empty() ? "0" : "number IN (SELECT rowid FROM words WHERE words MATCH ?)");
    if (!words.empty())
      made.parameters.emplace_back(std::move(words));
  }
  const auto sort = column_in_sql(query.sort);
  if (query.after) {
    demand(fmt::format("({}, id) {} (?, ?)", sort, query.descending ? "<" : ">"));
    made.parameters.push_back(query.after->value);
    made.parameters.emplace_back(query.after->id);
  }
  const std::string_view direction = query.descending ? " DESC" : "";
  const auto order =
      query.sort == id_column ? fmt::format("id{}", direction) : fmt::format("{0}{1}, id{1}", sort, direction);
  made.sql =
      fmt::format("SELECT {} FROM list{} ORDER BY {} LIMIT {}", columns_in_sql(model), where, order, query.limit + 1);
  return made;
}

} // namespace sinew
