// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/shrinking.hpp"

namespace simulation {

/// Many seeds, and what to do about them.
struct campaign {
  std::uint64_t from = 1;
  std::uint64_t seeds = 300;
  int jobs = 1;
  unsigned orders = 0;
  /// Run each seed twice and compare the hashes.
  bool is_doubled = false;
};

/// Runs seeds, tells of each that fails with the fewest mishaps and the command that replays it. 0: none failed, else 1.
auto run_seeds(const campaign& what) -> int;

/// Runs each mutant, or the one named, until a seed kills it or all are spent; prints the score. 0: at least 95 % were killed,
/// and every one when it was named; else 1; 2: there is no such mutant, or this build knows none.
auto run_mutants(const campaign& what, const std::string& only) -> int;

/// Makes the mutant of that name active in `run`. False: there is none; said on stderr.
auto choose_mutant(const std::string& name, run_options& run) -> bool;

} // namespace simulation
