// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/precise_timers.hpp"

#include <sys/prctl.h>

namespace sinew::bench {

precise_timers::precise_timers() : before_{prctl(PR_GET_TIMERSLACK)} {
  (void)prctl(PR_SET_TIMERSLACK, 1UL); // a nanosecond
}

precise_timers::~precise_timers() {
  if (before_ > 0)
    (void)prctl(PR_SET_TIMERSLACK, static_cast<unsigned long>(before_));
}

} // namespace sinew::bench
