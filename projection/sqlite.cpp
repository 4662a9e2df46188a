// SPDX-License-Identifier: Apache-2.0
#include "projection/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace sinew {

namespace {

// Instructions of SQLite's machine between two looks at the clock.
constexpr int watch_interval = 2'000;
// Readers never wait for the writer in WAL, nor the other way round; recovery after a crash holds both up for a moment.
constexpr int busy_ms = 5'000;

auto code_of(int raw) -> errc {
  switch (raw & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: // a table that is not there: somebody else's file
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH: return errc::invalid_input;
    case SQLITE_INTERRUPT: return errc::deadline_exceeded;
    default: return errc::system_failure;
  }
}

auto failed(sqlite3* on, int raw) -> tl::unexpected<error> {
  return fail(code_of(raw), fmt::format("SQLite: {} ({})", on != nullptr ? sqlite3_errmsg(on) : sqlite3_errstr(raw),
                                        sqlite3_errstr(raw)));
}

} // namespace

// -- statement --------------------------------------------------------------------------------------------------------

void sqlite_statement::finalize::operator()(sqlite3_stmt* s) const noexcept {
  sqlite3_finalize(s);
}

auto sqlite_statement::bind(int at, std::int64_t value) -> sqlite_statement& {
  sqlite3_bind_int64(raw_.get(), at, value);
  return *this;
}

auto sqlite_statement::bind(int at, std::string_view text) -> sqlite_statement& {
  sqlite3_bind_text(raw_.get(), at, text.empty() ? "" : text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

auto sqlite_statement::bind(int at, bytes_view blob) -> sqlite_statement& {
  sqlite3_bind_blob(raw_.get(), at, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
  return *this;
}

auto sqlite_statement::bind(int at, const cell& value) -> sqlite_statement& {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return bind(at, *number);
  return bind(at, std::string_view{std::get<std::string>(value)});
}

auto sqlite_statement::step() -> result<bool> {
  const int raw = sqlite3_step(raw_.get());
  if (raw == SQLITE_ROW)
    return true;
  if (raw == SQLITE_DONE)
    return false;
  return failed(sqlite3_db_handle(raw_.get()), raw);
}

auto sqlite_statement::run() -> result<void> {
  auto more = step();
  while (more && *more)
    more = step();
  reset();
  return more.map([](bool) {});
}

void sqlite_statement::reset() {
  sqlite3_reset(raw_.get());
}

auto sqlite_statement::number(int column) const -> std::int64_t {
  return sqlite3_column_int64(raw_.get(), column);
}

auto sqlite_statement::text(int column) const -> std::string_view {
  const auto* chars = sqlite3_column_text(raw_.get(), column);
  return chars == nullptr ? std::string_view{}
                          : std::string_view{reinterpret_cast<const char*>(chars),
                                             static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column))};
}

auto sqlite_statement::blob(int column) const -> bytes_view {
  const auto* data = sqlite3_column_blob(raw_.get(), column);
  return {static_cast<const std::byte*>(data),
          data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column))};
}

// -- connection -------------------------------------------------------------------------------------------------------

void sqlite::close::operator()(sqlite3* raw) const noexcept {
  sqlite3_close_v2(raw);
}

auto sqlite::open(const std::filesystem::path& file, access how, const std::atomic<bool>& ending) -> result<sqlite> {
  sqlite3* raw = nullptr;
  const int flags = how == access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  const int outcome = sqlite3_open_v2(file.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  sqlite opened{raw, ending};
  if (outcome != SQLITE_OK)
    return failed(raw, outcome);
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, busy_ms);
  sqlite3_progress_handler(
      raw, watch_interval, [](void* w) { return static_cast<const watch*>(w)->is_over() ? 1 : 0; },
      opened.watch_.get());
  if (how == access::write)
    if (auto set = opened.run("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"); !set)
      return tl::unexpected{set.error()};
  return opened;
}

auto sqlite::run(const std::string& sql) -> result<void> {
  if (const int raw = sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr); raw != SQLITE_OK)
    return failed(raw_.get(), raw);
  return {};
}

auto sqlite::prepare(std::string_view sql) -> result<sqlite_statement> {
  sqlite3_stmt* raw = nullptr;
  const int outcome = sqlite3_prepare_v2(raw_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  if (outcome != SQLITE_OK)
    return failed(raw_.get(), outcome);
  return sqlite_statement{raw};
}

void sqlite::limit(std::chrono::steady_clock::duration each) {
  using clock = std::chrono::steady_clock;
  watch_->until = each == each.zero() ? clock::time_point::max() : clock::now() + each;
}

} // namespace sinew
