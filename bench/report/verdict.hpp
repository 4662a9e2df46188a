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
/// Two measurements under more load than either bore: what they got done in a second may be set against each other, and nothing
/// else.
auto are_both_at_their_limit(const run_result& one, const run_result& other) -> bool;

} // namespace sinew::bench
