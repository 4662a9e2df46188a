// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/workers.hpp"

namespace simulation {

/// The fewest mishaps of a failing run with which it still fails (in whichever way): delta debugging (A. Zeller, R. Hildebrandt,
/// "Simplifying and isolating failure-inducing input", 2002), with a bound on the number of runs.
auto fewest_faults(const run_options& failing) -> std::set<int>;

/// The command that makes this run again.
auto command_for(const run_options& run) -> std::string;

} // namespace simulation
