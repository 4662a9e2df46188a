// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "schemas/message.hpp"
#include "tools/transcode/schema_book.hpp"

#include <nlohmann/json.hpp>

namespace sinew {

/// Fields appear in the order of their declaration.
using ordered_json = nlohmann::ordered_json;

/// A FlatBuffer as JSON, read through its schema: scalars that were left out show their defaults, enums their names;
/// absent strings and tables are left out, absent vectors are empty. Verifies first, so hostile bytes are welcome.
/// unknown_type: no such table. invalid_input: the bytes are not that table.
auto read_payload(const schema_book& book, std::string_view table, bytes_view payload,
                  const message_limits& limits = {}) -> result<ordered_json>;

/// One line of JSON; bytes that are no UTF-8 become U+FFFD, so that printing never fails.
auto one_line(const ordered_json& value) -> std::string;

} // namespace sinew
