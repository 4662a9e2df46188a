// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"
#include "kernel/result.hpp"
#include "kernel/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sinew {

/// What a row is filtered and sorted by: a whole number or a text.
using cell = std::variant<std::int64_t, std::string>;

enum class column_type : std::uint8_t {
  text,
  number,
  time, ///< a number: nanoseconds since 1970, UTC; 0: not yet
};
auto to_string(column_type type) -> std::string_view;

/// A column of a read model. Each can be filtered and sorted by.
struct column_head {
  std::string_view name;
  column_type type;

  auto operator==(const column_head&) const -> bool = default;
};

/// What a fold may know of an event besides what happened.
struct fold_context {
  /// Of the aggregate.
  std::string_view id;
  /// When it happened.
  timestamp time;
};

/// A row of a read model, encoded.
struct model_row {
  /// The FlatBuffer of the model's table of rows.
  bytes row;
  /// One for each column, in their order and of their types.
  std::vector<cell> cells;
  /// What a text search finds it by.
  std::string search;
};

/// A read model as the runtime sees it: how the events of one kind of aggregate become rows of a list, one row for each
/// aggregate. Pure, so that folding can be repeated: a copy is thrown away and built anew from the log without anybody
/// outside noticing. Immutable, lives as long as the program, any thread.
///
/// A service makes one from plain types by `read_model_of` (actors/read_model_of.hpp).
class read_model {
 public:
  virtual ~read_model() = default;
  /// Unique in its service: `orders`.
  [[nodiscard]] virtual auto name() const -> std::string_view = 0;
  /// Counts the meanings of its rows. Whoever changes fold, row or columns raises it: then each node builds its copy anew.
  [[nodiscard]] virtual auto version() const -> std::uint32_t = 0;
  /// Whose events are folded; one of the service's own aggregates.
  [[nodiscard]] virtual auto aggregate() const -> std::string_view = 0;
  /// Name of the table that rows are: `OrderRow`.
  [[nodiscard]] virtual auto row_table() const -> std::string_view = 0;
  /// Besides `id`, which is always there.
  [[nodiscard]] virtual auto columns() const -> const std::vector<column_head>& = 0;
  /// Whether its rows can be searched by words.
  [[nodiscard]] virtual auto is_searched() const -> bool = 0;

  /// The row after one more event. `before` is the row as an earlier call wrote it; empty: this is the aggregate's first.
  /// unknown_type: no such event. invalid_input: payload or row do not say what they must.
  [[nodiscard]] virtual auto fold(bytes_view before, std::string_view event, bytes_view payload,
                                  const fold_context& at) const -> result<model_row> = 0;
};

} // namespace sinew
