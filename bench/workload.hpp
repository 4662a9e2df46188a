// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/bench_options.hpp"
#include "bench/report/report.hpp"
#include "kernel/result.hpp"
#include "tools/client/client.hpp"
#include "tools/terminal.hpp"

#include <string>

namespace sinew::bench {

/// Measures what the options say and puts it into `into`; ends early, with what it has by then, soon after `stopped` has
/// become true. Errors: as `scenario_card::prepare`.
auto measure(client& with, const std::string& url, const bench_options& o, const terminal& says, const bool& stopped,
             report& into) -> result<void>;

} // namespace sinew::bench
