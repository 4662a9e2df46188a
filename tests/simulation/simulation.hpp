// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/mutation.hpp"
#include "tests/simulation/auditor.hpp"

#include <optional>
#include <set>
#include <vector>

namespace simulation {

/// Which run, and how much of it.
struct run_options {
  std::uint64_t seed = 1;
  /// 0: as many as the seed says.
  unsigned orders = 0;
  /// Only these of the seed's mishaps, by number; all when absent.
  std::optional<std::set<int>> only_faults;
  /// What is wrong on purpose; only in a build that knows mutants.
  sinew::mutant wrong = sinew::mutant::none;
  /// Print what happens.
  bool is_printed = false;
};

/// How it went.
struct run_result {
  std::vector<violation> violations;
  /// The same whenever the same options run again.
  std::uint64_t hash = 0;
  /// The mishaps that were in force.
  std::vector<fault> faults;
  std::size_t events = 0;
  std::uint64_t turns = 0;
  duration simulated{};
};

/// One run of the whole shop: the real services on several nodes each, on a broker in memory, with the mishaps of the seed; then
/// a time in which all is well and everything must end; then the audit.
auto simulate(const run_options& options) -> run_result;

} // namespace simulation
