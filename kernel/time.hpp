// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace sinew {

/// A point in wall-clock time, UTC, in nanoseconds since 1970.
using timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

inline auto to_unix_ns(timestamp t) -> std::int64_t {
  return t.time_since_epoch().count();
}

inline auto from_unix_ns(std::int64_t ns) -> timestamp {
  return timestamp{std::chrono::nanoseconds{ns}};
}

/// RFC 3339 with milliseconds: `2026-11-22T10:00:00.250Z`.
auto to_rfc3339(timestamp t) -> std::string;

/// "250ms", "10s", "5m", "2h": a positive count and its unit. `invalid_input` names the text otherwise.
auto parse_duration(std::string_view text) -> result<std::chrono::milliseconds>;

} // namespace sinew
