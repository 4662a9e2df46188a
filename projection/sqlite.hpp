// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model.hpp"
#include "kernel/result.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sinew {

/// One prepared statement. Belongs to its connection's thread, and must go before it.
class sqlite_statement {
 public:
  explicit sqlite_statement(sqlite3_stmt* raw) : raw_{raw} {}

  /// Parameters count from 1. What is bound is copied.
  auto bind(int at, std::int64_t value) -> sqlite_statement&;
  auto bind(int at, std::string_view text) -> sqlite_statement&;
  auto bind(int at, bytes_view blob) -> sqlite_statement&;
  auto bind(int at, const cell& value) -> sqlite_statement&;

  /// True: there is a row to be read. False: done.
  auto step() -> result<bool>;
  /// Runs it to its end, and makes it ready to be run again.
  auto run() -> result<void>;
  /// Ready to be bound and run again.
  void reset();

  /// Of the present row; columns count from 0. Views live until the next step.
  [[nodiscard]] auto number(int column) const -> std::int64_t;
  [[nodiscard]] auto text(int column) const -> std::string_view;
  [[nodiscard]] auto blob(int column) const -> bytes_view;

 private:
  struct finalize {
    void operator()(sqlite3_stmt* s) const noexcept;
  };
  std::unique_ptr<sqlite3_stmt, finalize> raw_;
};

/// One connection to a database file. All of it on one thread.
///
/// Errors everywhere: invalid_input: the file is damaged, or no database at all; system_failure: the disk is full or cannot be
/// read or written; deadline_exceeded: interrupted, or not done in time.
class sqlite {
 public:
  enum class access : std::uint8_t { read, write };

  /// `write` makes the file where it is missing and sets WAL: one writes while others read. What was committed survives the death
  /// of the process; a loss of power may take back the newest commits, whole ones and in order.
  /// Once `ending` is set, by any thread, whatever runs ends with deadline_exceeded; it must outlive the connection.
  static auto open(const std::filesystem::path& file, access how, const std::atomic<bool>& ending) -> result<sqlite>;

  auto run(const std::string& sql) -> result<void>;
  auto prepare(std::string_view sql) -> result<sqlite_statement>;

  /// Whatever runs longer than that ends with deadline_exceeded. Zero: no limit.
  void limit(std::chrono::steady_clock::duration each);

 private:
  struct close {
    void operator()(sqlite3* raw) const noexcept;
  };
  struct watch {
    const std::atomic<bool>& ending;
    std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();

    [[nodiscard]] auto is_over() const -> bool { return ending || std::chrono::steady_clock::now() > until; }
  };
  sqlite(sqlite3* raw, const std::atomic<bool>& ending) : raw_{raw}, watch_{new watch{ending}} {}

  std::unique_ptr<sqlite3, close> raw_;
  std::unique_ptr<watch> watch_; // where SQLite can find it
};

} // namespace sinew
