// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/report/report.hpp"

#include <string>
#include <vector>

namespace sinew::bench {

/// One figure, then and now.
struct compared_figure {
  std::string text; // "command, sinew, 2,000/s: p99 3.10 ms -> 4.20 ms (+35 %)"
  bool worse = false;
};

/// p50, p99 and throughput of `now`, and the knees, against those of `before`: by scenario, side and offered rate. Worse is
/// what is more than `tolerance` (0.1: 10 %) slower or less; of ours, that is: when the floor has changed, too, it is the
/// machine. What only one of the two has is left out, and void runs, too.
auto compare(const report& before, const report& now, double tolerance) -> std::vector<compared_figure>;

} // namespace sinew::bench
