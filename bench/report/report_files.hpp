// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"
#include "kernel/result.hpp"

#include <filesystem>
#include <string>

namespace sinew::bench {

/// Writes all of a report into `folder`, which it makes if need be: `index.html`, `report.json` (the text `json`, which is
/// the same report for machines) and, for each measurement, its histogram as `.hgrm` and `.hlog`. Files of these names are replaced, others stay. system_failure: names the file and
/// the reason; what was written before stays.
auto write_report(const std::filesystem::path& folder, const report& what, const std::string& json) -> result<void>;

} // namespace sinew::bench
