// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// Figures and foreign text as people read them: three digits and a unit, thousands set apart.
namespace sinew::bench {

/// "812 µs", "3.14 ms", "1.25 s". Zero and below: "0".
auto figure(std::chrono::nanoseconds t) -> std::string;
/// A difference, which may be less than 0: "-3.14 ms". `size_text` writes what has no sign: `figure`, or `latency_text` (bench/rig/slo.hpp).
auto signed_text(std::chrono::nanoseconds t, std::string (*size_text)(std::chrono::nanoseconds)) -> std::string;
/// For axes, where the value is round: "500 µs", "1 ms", "2 s".
auto round_figure(double nanoseconds) -> std::string;
/// "34,000/s", "2.5/s".
auto rate_figure(double per_second) -> std::string;
/// "1,234,567".
auto count_figure(std::uint64_t count) -> std::string;
/// "1.12×".
auto ratio_figure(double ratio) -> std::string;

/// Text as it may stand in an element or an attribute of HTML: markup becomes harmless, and control characters, which XML
/// knows no way to write, become U+FFFD.
auto escaped(std::string_view text) -> std::string;

} // namespace sinew::bench
