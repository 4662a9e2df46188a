// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/catalog.hpp"
#include "tools/terminal.hpp"

#include <string>
#include <vector>

namespace sinew {

/// Rows of a read model for people: a column for each field, times as dates, what is nested in one cell. Without a line end at
/// the end.
auto row_table(const std::vector<ordered_json>& rows, const service_card::read_model& model, const terminal& where)
    -> std::string;

} // namespace sinew
