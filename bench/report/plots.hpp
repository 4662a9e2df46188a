// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"
#include "bench/report/verdict.hpp"

#include <string>
#include <string_view>
#include <vector>

// The three plots that people expect, each as inline SVG. A void run is in none of them; a saturated one is drawn as such.
namespace sinew::bench {

/// Some of a report's measurements, in its order; they outlive the call.
using measured = std::vector<const measurement*>;

/// "Sinew", "floor" or "static".
auto name_of(side whose) -> std::string_view;

/// How slow are the slowest: one curve for each rate and side. `id` is unique within the page.
auto percentile_plot(std::string_view id, const measured& runs) -> std::string;
/// p50, p99 and p99.9 against the offered rate, up to collapse; with the knees that were found.
auto load_plot(std::string_view id, const measured& runs, const std::vector<report::knee>& knees) -> std::string;
/// p50, p99 and the slowest of each slice against time; where nothing ended, there is a gap.
auto time_plot(std::string_view id, const measurement& of) -> std::string;

} // namespace sinew::bench
