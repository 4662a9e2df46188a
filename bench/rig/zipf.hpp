// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>

namespace sinew::bench {

/// Draws ranks 0 … n-1, rank r as often as 1/(r+1)^skew: few are asked for much, many now and then.
///
/// Rejection-inversion: W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
/// distributions", ACM TOMACS 6(3), 1996. No table, so that millions of ranks cost no memory. Seeded: the same ranks in each
/// run on a machine. One thread at a time.
class zipf {
 public:
  /// `n` >= 1. `skew` 0 (all alike) … 2.
  zipf(std::uint64_t n, double skew, std::uint64_t seed);

  auto next() -> std::uint64_t;

 private:
  /// The density, as a continuous function, its integral from 1, and that integral's inverse.
  [[nodiscard]] auto density(double x) const -> double;
  [[nodiscard]] auto integral(double x) const -> double;
  [[nodiscard]] auto inverse(double area) const -> double;

  double last_;
  double skew_;
  double lowest_;  // area where the first rank begins
  double highest_; // area where the last rank ends
  double sure_;    // as near to its rank, a point is always accepted
  std::mt19937_64 chance_;
  std::uniform_real_distribution<double> unit_{0.0, 1.0};
};

} // namespace sinew::bench
