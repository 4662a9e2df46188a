// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sinew::bench {

/// While it lives, this thread's timers end on time; Linux otherwise lets them be 50 us late, to put wake-ups together
/// (prctl(2), PR_SET_TIMERSLACK). Only the rig's thread: what is measured runs as it always does.
class precise_timers {
 public:
  precise_timers();
  ~precise_timers();
  precise_timers(const precise_timers&) = delete;
  auto operator=(const precise_timers&) -> precise_timers& = delete;

 private:
  int before_; // nanoseconds; negative: the kernel does not tell
};

} // namespace sinew::bench
