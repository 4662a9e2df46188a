// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/null_target.hpp"

namespace sinew::bench {

void null_target::begin(ticket which) {
  begun_.push_back(which);
  if (begun_.size() == 1) // the others of this turn end with the first
    loop_.post([this] { end_all(); });
}

void null_target::end_all() {
  ending_.swap(begun_);
  for (const auto which : ending_)
    ended(which, outcome::done);
  ending_.clear();
}

} // namespace sinew::bench
