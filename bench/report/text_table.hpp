// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"
#include "tools/terminal.hpp"

#include <string>

namespace sinew::bench {

/// What a person reads at the end: where it was measured, one row a measurement, ours against the floor, the knees, the
/// promise. Without the steps of a search.
auto text_table(const report& r, const terminal& where) -> std::string;

} // namespace sinew::bench
