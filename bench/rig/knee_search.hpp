// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace sinew::bench {

/// Which rates to look for the knee at: the highest rate (operations per second) that a target still bears.
struct knee_limits {
  double from = 1'000;
  double least = 1;
  double most = 1'000'000;
  /// The search is over when what is borne and what is not lie so near.
  double precision = 0.05;
};

/// The search for the knee, without what is searched: doubles the rate until one is not borne (or halves it until one is),
/// then bisects between the two. Assumes that who bears a rate bears all lower ones. Pure: `next`, a run, `tell`, and again.
class knee_search {
 public:
  explicit knee_search(knee_limits limits) : limits_{limits}, rate_{limits.from} {}

  /// The rate to try now; empty: the search is over.
  [[nodiscard]] auto next() const -> std::optional<double>;
  /// Precondition: `next` named a rate. `borne`: the target bore it.
  void tell(bool borne);

  /// The highest rate that was borne so far; 0: none was.
  [[nodiscard]] auto knee() const -> double { return borne_; }

 private:
  [[nodiscard]] auto choose() const -> double;

  knee_limits limits_;
  double rate_;
  double borne_ = 0;
  std::optional<double> not_borne_; // the lowest
};

} // namespace sinew::bench
