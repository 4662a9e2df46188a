// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"

#include <string>

// Histograms in the formats of HdrHistogram's own tools, for whoever does not believe a picture.
namespace sinew::bench {

/// `02-command-sinew-20000`: of the measurement at `index` (from 0) of a report; without an ending. Harmless as a file's
/// name, whatever the scenario is called.
auto histogram_name(const measurement& of, std::size_t index) -> std::string;

/// The percentile distribution as text (.hgrm), in milliseconds.
auto percentile_text(const histogram& of) -> std::string;

/// HdrHistogram's interval log (.hlog) with one interval: the whole of the measured run.
auto histogram_log(const measurement& of) -> std::string;

} // namespace sinew::bench
