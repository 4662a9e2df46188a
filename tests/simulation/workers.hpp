// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/simulation.hpp"

#include <functional>
#include <string>
#include <vector>

namespace simulation {

/// What came of one run, as its parent learns it.
struct outcome {
  run_options of;
  std::uint64_t hash = 0;
  std::size_t events = 0;
  /// Empty when all promises were kept.
  std::vector<violation> violations;
  [[nodiscard]] auto is_good() const -> bool { return violations.empty(); }
};

/// Makes runs in processes of their own, `jobs` at a time, so that one that aborts takes no other with it: it counts as broken by
/// "no assertion fails".
///
/// `next` tells what to run, nothing when that was all; `done` hears of each outcome and says whether to go on.
void run_in_workers(int jobs, const std::function<std::optional<run_options>()>& next,
                    const std::function<bool(const outcome&)>& done);

/// One run in a process of its own.
auto run_apart(const run_options& options) -> outcome;

} // namespace simulation
