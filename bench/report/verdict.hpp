// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_result.hpp"

#include <string>
#include <string_view>

namespace sinew::bench {

/// "ok", "saturated", "void".
auto verdict_of(const run_result& run) -> std::string_view;
/// The same, and why a run is void.
auto verdict_text(const run_result& run) -> std::string;

/// A measurement whose figures may be set against others.
auto is_comparable(const run_result& run) -> bool;

} // namespace sinew::bench
