// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "projection/list_query.hpp"

#include <string>
#include <string_view>

namespace sinew {

/// A place in a list as the opaque text that a client hands back for the next page: letters and digits only. It says behind
/// which row to go on, not how many to leave out, so that rows that come and go meanwhile neither repeat nor hide others.
/// `question` is the fingerprint of what it belongs to.
auto write_cursor(const list_place& place, std::uint64_t question) -> std::string;

/// Reads it back. invalid_input: damaged, or of another question.
auto parse_cursor(std::string_view text, std::uint64_t question, column_type sort) -> result<list_place>;

} // namespace sinew
