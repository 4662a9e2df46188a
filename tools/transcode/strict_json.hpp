// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace sinew {

/// How much JSON a command may be written in.
struct json_limits {
  std::size_t size = 2 * 1024 * 1024; // bytes of text; what is sent is limited again, and smaller
  std::size_t depth = 32;             // brackets within brackets
  std::size_t members = 1'024;        // of one object: to add one looks at all others
};

/// Parses JSON as RFC 8259 has it, and no field twice: a person's slip must not become a command.
/// invalid_input says what is wrong, and at which column.
auto parse_strict_json(std::string_view text, const json_limits& limits = {}) -> result<nlohmann::ordered_json>;

} // namespace sinew
