// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/read_model.hpp"
#include "projection/sqlite.hpp"

#include <cstdint>
#include <string>

namespace sinew {

/// A row as a copy of a read model holds it.
struct stored_row {
  std::int64_t number = 0; // in the file; 0: not stored yet
  std::string id;
  std::uint64_t version = 0; // of the aggregate, after the last event folded in; 0: none
  model_row what;
};

/// Over all that is in a row: a bit that has fallen over in the file is noticed where the row is read.
auto seal_of(const stored_row& row) -> std::int64_t;

/// Reads the present row of a statement that selects `columns_in_sql`. invalid_input: its seal is broken.
auto read_stored_row(const sqlite_statement& from, const read_model& model) -> result<stored_row>;

} // namespace sinew
