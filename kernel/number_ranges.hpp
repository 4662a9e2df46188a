// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// Ascending numbers as a person would write them: {0, 1, 2, 7} is "0-2,7". None: "".
auto write_ranges(const std::vector<std::uint32_t>& ascending) -> std::string;
/// invalid_input: the text is no such list, is not ascending, or holds a number of `limit` or more.
auto read_ranges(std::string_view text, std::uint32_t limit) -> result<std::vector<std::uint32_t>>;

} // namespace sinew
