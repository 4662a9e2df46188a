// SPDX-License-Identifier: Apache-2.0
#include "projection/stored_row.hpp"

#include "projection/fingerprint.hpp"

#include <fmt/format.h>

namespace sinew {

namespace {

constexpr int first_cell = 6;

auto read_cell(const sqlite_statement& from, int at, column_type type) -> cell {
  return type == column_type::text ? cell{std::string{from.text(at)}} : cell{from.number(at)};
}

} // namespace

auto seal_of(const stored_row& row) -> std::int64_t {
  auto seal = fingerprint(as_bytes(fmt::format("{}.{}.{}.", row.id, row.version, row.what.row.size())));
  seal =
      fingerprint(row.what.search.empty() ? bytes_view{} : as_bytes(row.what.search), fingerprint(row.what.row, seal));
  for (const auto& each : row.what.cells) {
    const auto* number = std::get_if<std::int64_t>(&each);
    seal = fingerprint(as_bytes(number != nullptr ? fmt::format("{};", *number) : std::get<std::string>(each) + ";"),
                       seal);
  }
  return static_cast<std::int64_t>(seal);
}

auto read_stored_row(const sqlite_statement& from, const read_model& model) -> result<stored_row> {
  stored_row row{.number = from.number(0),
                 .id = std::string{from.text(1)},
                 .version = static_cast<std::uint64_t>(from.number(2)),
                 .what = {.row = copy_of(from.blob(4)), .cells = {}, .search = std::string{from.text(5)}}};
  int at = first_cell;
  for (const auto& each : model.columns())
    row.what.cells.push_back(read_cell(from, at++, each.type));
  if (seal_of(row) != from.number(3))
    return fail(errc::invalid_input, fmt::format("the row of {} is damaged", row.id));
  return row;
}

} // namespace sinew
