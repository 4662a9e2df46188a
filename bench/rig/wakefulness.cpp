// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/wakefulness.hpp"

#include <sched.h>

namespace sinew::bench {

namespace {

// A rest for the core's other half, if it has one; the processor does not sleep in it.
void breathe() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Nothing but a thread of the lowest kind, bound to its processor, may turn round and round.
auto becomes_idle_work_of(int processor) -> bool {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(processor, &only);
  const sched_param none{};
  return sched_setscheduler(0, SCHED_IDLE, &none) == 0 && sched_setaffinity(0, sizeof only, &only) == 0;
}

void stay_awake(const std::stop_token& asked_to_stop, int processor) {
  if (!becomes_idle_work_of(processor))
    return;
  while (!asked_to_stop.stop_requested())
    breathe();
}

} // namespace

wakefulness::wakefulness() {
  cpu_set_t usable;
  if (sched_getaffinity(0, sizeof usable, &usable) != 0)
    return;
  for (int processor = 0; processor < CPU_SETSIZE; ++processor)
    if (CPU_ISSET(processor, &usable))
      threads_.emplace_back(stay_awake, processor);
}

} // namespace sinew::bench
