// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projection/list_query.hpp"

#include <string>
#include <vector>

namespace sinew {

/// A question in SQL. Everything that a client wrote is a parameter; names come from the model's declaration alone.
struct list_statement {
  std::string sql;
  std::vector<cell> parameters;
};

/// Selects what `stored_row` reads, in the order asked for: one row more than `limit`, if there is one, which tells that
/// another page follows.
auto statement_of(const read_model& model, const list_query& query) -> list_statement;

/// How a column is called in the database: quoted, and never a word of SQL's.
auto column_in_sql(const column_head& column) -> std::string;
/// Everything that `stored_row` reads, in its order.
auto columns_in_sql(const read_model& model) -> std::string;

} // namespace sinew
