// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projection/list_query.hpp"
#include "projection/sqlite.hpp"
#include "projection/stored_row.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace sinew {

/// Rows that belong together: all of them have seen the log up to `position`.
struct list_page {
  std::vector<stored_row> rows;
  /// Where the next page begins; empty: this is the last.
  std::string next;
  std::uint64_t position = 0;
};

/// How long one question may keep the reader busy: a filter that few rows pass may have to look at all of them.
inline constexpr std::chrono::milliseconds list_patience{2'000};
/// Bytes of rows in one page, so that it fits into a message; what is left over is on the next page.
inline constexpr std::size_t most_page_bytes = 512 * 1024;

/// The reading side of one copy of a read model: a connection of its own to the file. One thread.
class row_lister {
 public:
  /// `ending` as for `sqlite::open`.
  static auto open(const std::filesystem::path& file, const read_model& model, const std::atomic<bool>& ending)
      -> result<row_lister>;

  /// Errors: those of `sqlite`. invalid_input: a row is damaged, and nothing in the file is to be trusted.
  auto list(const list_query& what) -> result<list_page>;

 private:
  row_lister(sqlite file, const read_model& model) : file_{std::move(file)}, model_{&model} {}
  auto list_in_transaction(const list_query& what) -> result<list_page>;
  auto read_position() -> result<std::uint64_t>;

  sqlite file_;
  const read_model* model_;
};

} // namespace sinew
