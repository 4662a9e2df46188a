// SPDX-License-Identifier: Apache-2.0
#include "projection/row_lister.hpp"

#include "projection/list_cursor.hpp"
#include "projection/list_statement.hpp"

#include <algorithm>

namespace sinew {

namespace {

auto place_of(const read_model& model, const list_query& what, const stored_row& row) -> list_place {
  if (what.sort == id_column)
    return {row.id, row.id};
  const auto& columns = model.columns();
  const auto at = std::ranges::find(columns, what.sort.name, &column_head::name) - columns.begin();
  return {row.what.cells[static_cast<std::size_t>(at)], row.id};
}

auto size_of(const stored_row& row) -> std::size_t {
  return row.what.row.size() + row.id.size() + 64; // its table in the answer
}

} // namespace

auto row_lister::open(const std::filesystem::path& file, const read_model& model, const std::atomic<bool>& ending)
    -> result<row_lister> {
  return sqlite::open(file, sqlite::access::read, ending).map([&model](sqlite opened) {
    return row_lister{std::move(opened), model};
  });
}

auto row_lister::list(const list_query& what) -> result<list_page> {
  file_.limit(list_patience);
  if (auto begun = file_.run("BEGIN"); !begun)
    return tl::unexpected{begun.error()};
  auto page = list_in_transaction(what);
  file_.limit(list_patience.zero());
  if (auto ended = file_.run("COMMIT"); !ended)
    return tl::unexpected{ended.error()};
  return page;
}

auto row_lister::list_in_transaction(const list_query& what) -> result<list_page> {
  // First: what the transaction sees is fixed by its first read.
  const auto position = read_position();
  if (!position)
    return tl::unexpected{position.error()};
  list_page page{.rows = {}, .next = {}, .position = *position};
  const auto wanted = statement_of(*model_, what);
  auto statement = file_.prepare(wanted.sql);
  if (!statement)
    return tl::unexpected{statement.error()};
  int at = 1;
  for (const auto& each : wanted.parameters)
    statement->bind(at++, each);
  std::size_t size = 0;
  auto more = statement->step();
  for (; more && *more; more = statement->step()) {
    auto row = read_stored_row(*statement, *model_);
    if (!row)
      return tl::unexpected{row.error()};
    size += size_of(*row);
    if (page.rows.size() == what.limit || (size > most_page_bytes && !page.rows.empty())) {
      page.next = write_cursor(place_of(*model_, what, page.rows.back()), fingerprint_of(*model_, what));
      break;
    }
    page.rows.push_back(std::move(*row));
  }
  if (!more)
    return tl::unexpected{more.error()};
  return page;
}

auto row_lister::read_position() -> result<std::uint64_t> {
  return file_.prepare("SELECT position FROM about").and_then([](sqlite_statement about) -> result<std::uint64_t> {
    const auto row = about.step();
    if (!row)
      return tl::unexpected{row.error()};
    if (!*row)
      return fail(errc::invalid_input, "the file does not say how far it is");
    return static_cast<std::uint64_t>(about.number(0));
  });
}

} // namespace sinew
