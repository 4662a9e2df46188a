// SPDX-License-Identifier: Apache-2.0
#include "tools/list/row_table.hpp"

#include "kernel/time.hpp"
#include "tools/text_table.hpp"

#include <algorithm>

namespace sinew {

namespace {

/// Columns of the table: every field that any row has, in the order of the first that has it. `id` is always there.
auto fields_of(const std::vector<ordered_json>& rows) -> std::vector<std::string> {
  std::vector<std::string> fields{"id"};
  for (const auto& row : rows)
    for (const auto& [name, value] : row.items())
      if (std::ranges::find(fields, name) == fields.end())
        fields.push_back(name);
  return fields;
}

auto is_time(const service_card::read_model& model, std::string_view field) -> bool {
  const auto found = std::ranges::find(model.columns, field, &service_card::read_model::column::name);
  return found != model.columns.end() && found->type == "time";
}

/// A struct in one cell: its values, `2400 EUR`.
auto one_cell(const ordered_json& value) -> std::string {
  if (value.is_string())
    return value.get<std::string>();
  if (!value.is_object())
    return one_line(value);
  std::string all;
  for (const auto& [name, part] : value.items())
    all += (all.empty() ? "" : " ") + one_cell(part);
  return all;
}

auto cell_of(const ordered_json& row, const std::string& field, bool time) -> table_cell {
  const auto value = row.find(field);
  if (value == row.end())
    return {};
  if (time && value->is_number_integer())
    return {.text = *value == 0 ? "" : to_rfc3339(from_unix_ns(value->get<std::int64_t>()))};
  return {.text = one_cell(*value), .is_number = value->is_number()};
}

} // namespace

auto row_table(const std::vector<ordered_json>& rows, const service_card::read_model& model, const terminal& where)
    -> std::string {
  const auto fields = fields_of(rows);
  std::vector<table_row> table{{}};
  for (const auto& field : fields)
    table.front().push_back({.text = field});
  for (const auto& row : rows) {
    table.emplace_back();
    for (const auto& field : fields)
      table.back().push_back(cell_of(row, field, is_time(model, field)));
  }
  auto text = table_text(table, where);
  text.pop_back();
  return text;
}

} // namespace sinew
