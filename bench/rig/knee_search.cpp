// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/knee_search.hpp"

#include "kernel/assertion.hpp"

#include <algorithm>
#include <cmath>

namespace sinew::bench {

auto knee_search::next() const -> std::optional<double> {
  if (borne_ >= limits_.most || (not_borne_ && *not_borne_ <= limits_.least))
    return std::nullopt;
  if (not_borne_ && borne_ > 0 && *not_borne_ <= borne_ * (1 + limits_.precision))
    return std::nullopt;
  return rate_;
}

void knee_search::tell(bool borne) {
  SINEW_ASSERT(next());
  if (borne)
    borne_ = rate_;
  else
    not_borne_ = rate_;
  rate_ = choose();
}

auto knee_search::choose() const -> double {
  if (!not_borne_)
    return std::min(borne_ * 2, limits_.most);
  if (borne_ == 0)
    return std::max(*not_borne_ / 2, limits_.least);
  return std::sqrt(borne_ * *not_borne_); // the middle of a ratio
}

} // namespace sinew::bench
