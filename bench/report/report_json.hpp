// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"
#include "kernel/result.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace sinew::bench {

/// The whole report; its shape is described in bench/README.md. Percentiles stand beside the histograms for people and small
/// scripts; the way back reads the histograms.
auto to_json(const report& r) -> nlohmann::ordered_json;

/// invalid_input: not such a report, or one of another format; the sentence says which.
auto report_from_json(std::string_view text) -> result<report>;

} // namespace sinew::bench
