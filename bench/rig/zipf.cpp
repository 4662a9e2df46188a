// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/zipf.hpp"

#include "kernel/assertion.hpp"

#include <algorithm>
#include <cmath>

namespace sinew::bench {

namespace {

// Below it the quotients of the two functions are 1 to the last digit but one, and would soon divide by zero.
constexpr double tiny = 1e-8;

/// (e^x - 1) / x
auto expm1_over(double x) -> double {
  return std::abs(x) < tiny ? 1.0 + x / 2 : std::expm1(x) / x;
}

/// log(1 + x) / x
auto log1p_over(double x) -> double {
  return std::abs(x) < tiny ? 1.0 - x / 2 : std::log1p(x) / x;
}

} // namespace

zipf::zipf(std::uint64_t n, double skew, std::uint64_t seed)
    : last_{static_cast<double>(n)},
      skew_{skew},
      lowest_{integral(1.5) - 1.0},
      highest_{integral(last_ + 0.5)},
      sure_{2.0 - inverse(integral(2.5) - density(2.0))},
      chance_{seed} {
  SINEW_ASSERT(n >= 1 && skew >= 0 && skew <= 2);
}

auto zipf::next() -> std::uint64_t {
  for (;;) {
    const double area = highest_ + unit_(chance_) * (lowest_ - highest_);
    const double x = inverse(area);
    const double rank = std::clamp(std::round(x), 1.0, last_);
    if (rank - x <= sure_ || area >= integral(rank + 0.5) - density(rank))
      return static_cast<std::uint64_t>(rank) - 1;
  }
}

auto zipf::density(double x) const -> double {
  return std::exp(-skew_ * std::log(x));
}

auto zipf::integral(double x) const -> double {
  const double log_x = std::log(x);
  return expm1_over((1.0 - skew_) * log_x) * log_x;
}

auto zipf::inverse(double area) const -> double {
  // Rounding may leave the range of the logarithm by a hair.
  const double t = std::max(area * (1.0 - skew_), -1.0);
  return std::exp(log1p_over(t) * area);
}

} // namespace sinew::bench
