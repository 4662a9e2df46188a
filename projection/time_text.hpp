// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"

#include <optional>
#include <string_view>

namespace sinew {

/// RFC 3339, of which `2026-11-22`, `2026-11-22T10:00:00Z` and up to nine digits behind the second are read; always UTC (`Z`).
/// Nothing for all else.
auto parse_rfc3339(std::string_view text) -> std::optional<timestamp>;

} // namespace sinew
