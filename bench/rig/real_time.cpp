// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/real_time.hpp"

#include <sched.h>

namespace sinew::bench {

namespace {

// 0: the calling thread.
auto ask_for(int policy, int priority) -> bool {
  const sched_param wanted{.sched_priority = priority};
  return sched_setscheduler(0, policy | SCHED_RESET_ON_FORK, &wanted) == 0;
}

} // namespace

real_time::real_time() : granted_{ask_for(SCHED_RR, sched_get_priority_min(SCHED_RR))} {}

real_time::~real_time() {
  if (granted_)
    (void)ask_for(SCHED_OTHER, 0);
}

} // namespace sinew::bench
