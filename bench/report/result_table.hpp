// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/plots.hpp"

#include <string>

// The figures of a report as tables of HTML: what the plots show, for those who want or need figures.
namespace sinew::bench {

/// One row for each measurement of a scenario; `indices` are their places in the report (their raw histograms' names).
auto result_table(const measured& runs, const std::vector<std::size_t>& indices) -> std::string;
/// Ours to the floor's latency, where both were measured well at the same rate; a sentence why not, where they were not.
/// Empty: there is no floor.
auto ratio_table(const measured& runs) -> std::string;
/// Where the time of one run went, hop by hop; empty: nobody asked.
auto hop_table(const run_result& of) -> std::string;
/// All slices of one run.
auto slice_table(const run_result& of) -> std::string;

} // namespace sinew::bench
