// SPDX-License-Identifier: Apache-2.0
#include "projection/model_store.hpp"

#include "projection/list_statement.hpp"
#include "projection/model_folder.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sinew {

namespace {

auto sql_type(const column_head& column) -> std::string_view {
  return column.type == column_type::text ? "TEXT" : "INTEGER";
}

auto tables_of(const read_model& model) -> std::string {
  std::string columns;
  std::string indexes;
  for (const auto& each : model.columns()) {
    columns += fmt::format(", {} {} NOT NULL", column_in_sql(each), sql_type(each));
    indexes += fmt::format("CREATE INDEX \"by_{}\" ON list ({}, id);", each.name, column_in_sql(each));
  }
  std::string words;
  if (model.is_searched())
    words = "CREATE VIRTUAL TABLE words USING fts5(search, content='list', content_rowid='number');";
  return fmt::format(
      "CREATE TABLE list (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, seal INTEGER "
      "NOT "
      "NULL, row BLOB NOT NULL, search TEXT NOT NULL{});{}{}"
      "CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER, model TEXT, version INTEGER, shape "
      "TEXT, "
      "log TEXT, position INTEGER, complete INTEGER, passed_over INTEGER);",
      columns, indexes, words);
}

auto put_sql(const read_model& model) -> std::string {
  std::string names = "id, version, seal, row, search";
  std::string marks = "?1, ?2, ?3, ?4, ?5";
  std::string changes = "version = ?2, seal = ?3, row = ?4, search = ?5";
  int at = 6;
  for (const auto& each : model.columns()) {
    names += fmt::format(", {}", column_in_sql(each));
    marks += fmt::format(", ?{}", at);
    changes += fmt::format(", {} = ?{}", column_in_sql(each), at++);
  }
  return fmt::format("INSERT INTO list ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}", names, marks, changes);
}

} // namespace

auto shape_of(const read_model& model) -> std::string {
  std::string shape{model.row_table()};
  for (const auto& each : model.columns())
    shape += fmt::format(" {}:{}", each.name, to_string(each.type));
  return model.is_searched() ? shape + " searched" : shape;
}

auto model_store::open(const std::filesystem::path& file, const read_model& model, const std::atomic<bool>& ending)
    -> result<std::unique_ptr<model_store>> {
  auto opened = sqlite::open(file, sqlite::access::write, ending);
  if (!opened)
    return tl::unexpected{opened.error()};
  std::unique_ptr<model_store> made{new model_store{std::move(*opened), model}};
  if (auto ready = made->prepare(); !ready)
    return tl::unexpected{ready.error()};
  return made;
}

auto model_store::prepare() -> result<void> {
  auto tables = file_.prepare("SELECT count(*) FROM sqlite_master");
  if (!tables)
    return tl::unexpected{tables.error()};
  if (auto counted = tables->step(); !counted)
    return tl::unexpected{counted.error()};
  const bool is_new = tables->number(0) == 0;
  tables->reset();
  return (is_new ? make_tables() : check_pages())
      .and_then([this] { return read_facts(); })
      .and_then([this]() -> result<void> {
        const auto ready = [this](std::optional<sqlite_statement>& to, const std::string& sql) {
          return file_.prepare(sql).map([&to](sqlite_statement made) { to.emplace(std::move(made)); });
        };
        auto done = ready(find_, fmt::format("SELECT {} FROM list WHERE id = ?", columns_in_sql(model_)));
        if (done)
          done = ready(put_, put_sql(model_));
        if (done)
          done = ready(note_, "UPDATE about SET log = ?, position = ?, complete = ?, passed_over = ?");
        if (done && model_.is_searched())
          done = ready(add_words_, "INSERT INTO words (rowid, search) VALUES (?, ?)");
        if (done && model_.is_searched())
          done = ready(remove_words_, "INSERT INTO words (words, rowid, search) VALUES ('delete', ?, ?)");
        return done;
      });
}

auto model_store::check_pages() -> result<void> {
  return file_.prepare("PRAGMA quick_check(1)").and_then([](sqlite_statement check) -> result<void> {
    const auto row = check.step();
    if (!row)
      return tl::unexpected{row.error()};
    if (*row && check.text(0) == "ok")
      return {};
    return fail(errc::invalid_input, fmt::format("the file is damaged: {}", check.text(0)));
  });
}

auto model_store::make_tables() -> result<void> {
  return file_.run("BEGIN IMMEDIATE;" + tables_of(model_))
      .and_then([this]() -> result<void> {
        auto first = file_.prepare("INSERT INTO about VALUES (1, ?, ?, ?, ?, '', 0, 0, 0)");
        if (!first)
          return tl::unexpected{first.error()};
        first->bind(1, store_format)
            .bind(2, model_.name())
            .bind(3, static_cast<std::int64_t>(model_.version()))
            .bind(4, std::string_view{shape_of(model_)});
        return first->run();
      })
      .and_then([this] { return file_.run("COMMIT"); });
}

auto model_store::read_facts() -> result<void> {
  return read_about(file_).and_then([this](const store_about& about) -> result<void> {
    if (about.format != store_format || about.model != model_.name())
      return fail(errc::invalid_input, fmt::format("the file is {} in format {}, not {} in format {}", about.model,
                                                   about.format, model_.name(), store_format));
    if (about.version != model_.version() || about.shape != shape_of(model_))
      return fail(errc::conflict,
                  fmt::format("the file is of version {} of {}{}, not of version {}", about.version, model_.name(),
                              about.version == model_.version() ? " with other columns" : "", model_.version()));
    facts_ = about.facts;
    return {};
  });
}

auto read_about(sqlite& file) -> result<store_about> {
  auto about = file.prepare("SELECT format, model, version, shape, log, position, complete, passed_over FROM about");
  if (!about)
    return tl::unexpected{about.error()};
  const auto row = about->step();
  if (!row)
    return tl::unexpected{row.error()};
  if (!*row)
    return fail(errc::invalid_input, "the file does not say what it is");
  return store_about{.format = about->number(0),
                     .model = std::string{about->text(1)},
                     .version = static_cast<std::uint32_t>(about->number(2)),
                     .shape = std::string{about->text(3)},
                     .facts = {.log = std::string{about->text(4)},
                               .position = static_cast<std::uint64_t>(about->number(5)),
                               .is_complete = about->number(6) != 0,
                               .passed_over = static_cast<std::uint64_t>(about->number(7))}};
}

auto model_store::belongs_to(const std::string& log) -> result<void> {
  auto now = facts_;
  now.log = log;
  return note(now).map([&] { facts_ = now; });
}

auto model_store::write(const std::vector<log_event>& events, bool completes) -> result<void> {
  auto now = facts_;
  auto done = file_.run("BEGIN IMMEDIATE");
  for (const auto& event : events)
    if (done && event.position > now.position)
      done = fold(event, now);
  now.is_complete = now.is_complete || completes;
  if (done)
    done = note(now);
  if (done)
    done = file_.run("COMMIT");
  if (!done) {
    (void)file_.run("ROLLBACK"); // where a full disk has not done so already
    return done;
  }
  facts_ = now;
  return {};
}

auto model_store::fold(const log_event& event, store_facts& to) -> result<void> {
  to.position = event.position;
  if (event.key.aggregate != model_.aggregate())
    return {};
  const auto before = find(event.key.id);
  if (!before)
    return tl::unexpected{before.error()};
  auto after = *before;
  if (const auto folded = fold_message(model_, event, after); !folded) {
    ++to.passed_over;
    spdlog::warn("read model {}: {}", model_.name(), folded.error().what);
  }
  if (after.version == before->version)
    return {};
  return put(after).and_then([&]() -> result<void> { return put_words(*before, after); });
}

auto model_store::find(const std::string& id) -> result<stored_row> {
  find_->bind(1, std::string_view{id});
  const auto found = find_->step();
  auto row = !found   ? result<stored_row>{tl::unexpected{found.error()}}
             : *found ? read_stored_row(*find_, model_)
                      : result<stored_row>{stored_row{.number = 0, .id = id, .version = 0, .what = {}}};
  find_->reset();
  return row;
}

auto model_store::put(const stored_row& row) -> result<void> {
  put_->bind(1, std::string_view{row.id})
      .bind(2, static_cast<std::int64_t>(row.version))
      .bind(3, seal_of(row))
      .bind(4, bytes_view{row.what.row})
      .bind(5, std::string_view{row.what.search});
  int at = 6;
  for (const auto& each : row.what.cells)
    put_->bind(at++, each);
  return put_->run();
}

auto model_store::put_words(const stored_row& before, const stored_row& after) -> result<void> {
  if (!model_.is_searched() || (before.number != 0 && before.what.search == after.what.search))
    return {};
  auto done = result<void>{};
  if (before.number != 0)
    done = remove_words_->bind(1, before.number).bind(2, std::string_view{before.what.search}).run();
  if (!done)
    return done;
  return find(after.id).and_then([this](const stored_row& stored) {
    return add_words_->bind(1, stored.number).bind(2, std::string_view{stored.what.search}).run();
  });
}

auto model_store::note(const store_facts& now) -> result<void> {
  return note_->bind(1, std::string_view{now.log})
      .bind(2, static_cast<std::int64_t>(now.position))
      .bind(3, static_cast<std::int64_t>(now.is_complete ? 1 : 0))
      .bind(4, static_cast<std::int64_t>(now.passed_over))
      .run();
}

} // namespace sinew
