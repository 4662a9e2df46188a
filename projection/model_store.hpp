// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projection/log_feed.hpp"
#include "projection/sqlite.hpp"
#include "projection/stored_row.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace sinew {

/// How far a copy of a read model has come.
struct store_facts {
  /// Of which log; empty: a new file, which has seen none.
  std::string log;
  /// Everything up to there is folded in.
  std::uint64_t position = 0;
  /// It has once been as far as the log was then: what it answers is old at worst, and no longer full of holes.
  bool is_complete = false;
  /// Messages that were passed over, as their aggregates pass them over, too.
  std::uint64_t passed_over = 0;
};

/// What a file tells of itself.
struct store_about {
  std::int64_t format = 0;
  std::string model;
  std::uint32_t version = 0;
  std::string shape;
  store_facts facts;
};
/// Of the tables in a file; another one makes it void.
inline constexpr std::int64_t store_format = 1;
auto read_about(sqlite& file) -> result<store_about>;

/// The writing side of one copy of a read model: a file with its rows and its position, which change in the same
/// transaction. So each event counts exactly once, whenever the process dies. One thread.
///
/// Errors: those of `sqlite`. After invalid_input nothing in the file is to be trusted: make another.
class model_store {
 public:
  /// Opens or makes the file. invalid_input: it is damaged, or of another model; conflict: it is of another version of the
  /// model, older or newer. The text says which.
  /// `ending` as for `sqlite::open`.
  static auto open(const std::filesystem::path& file, const read_model& model, const std::atomic<bool>& ending)
      -> result<std::unique_ptr<model_store>>;

  [[nodiscard]] auto facts() const -> const store_facts& { return facts_; }

  /// A new file notes of which log it is.
  auto belongs_to(const std::string& log) -> result<void>;
  /// Folds these in; what it has already is left out. `completes`: with these it is as far as the log.
  auto write(const std::vector<log_event>& events, bool completes) -> result<void>;

 private:
  model_store(sqlite file, const read_model& model) : file_{std::move(file)}, model_{model} {}

  auto prepare() -> result<void>;
  auto check_pages() -> result<void>;
  auto make_tables() -> result<void>;
  auto read_facts() -> result<void>;
  auto fold(const log_event& event, store_facts& to) -> result<void>;
  auto find(const std::string& id) -> result<stored_row>;
  auto put(const stored_row& row) -> result<void>;
  auto put_words(const stored_row& before, const stored_row& after) -> result<void>;
  auto note(const store_facts& now) -> result<void>;

  // Before the statements: they go first.
  sqlite file_;
  const read_model& model_;
  store_facts facts_;
  std::optional<sqlite_statement> find_;
  std::optional<sqlite_statement> put_;
  std::optional<sqlite_statement> note_;
  std::optional<sqlite_statement> add_words_;
  std::optional<sqlite_statement> remove_words_;
};

/// Of the model's columns: a file with others was written by another version, whatever number that has.
auto shape_of(const read_model& model) -> std::string;

} // namespace sinew
