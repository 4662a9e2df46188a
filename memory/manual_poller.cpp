// SPDX-License-Identifier: Apache-2.0
#include "memory/manual_poller.hpp"

#include "kernel/assertion.hpp"

namespace sinew {

void manual_poller::wait(time_point until) {
  asleep_until_ = woken_.exchange(false) ? now_ : until;
}

void manual_poller::advance(time_point::duration by) {
  SINEW_ASSERT(by >= time_point::duration::zero());
  now_ += by;
}

} // namespace sinew
