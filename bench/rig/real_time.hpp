// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sinew::bench {

/// While it lives, this thread goes before all ordinary ones (sched(7), SCHED_RR at its lowest priority), where the system
/// allows that: to root, to CAP_SYS_NICE, or within RLIMIT_RTPRIO. A rig that stands in the same queue as what it measures
/// adds its own waiting to what it reports. Threads and processes that are started meanwhile are ordinary.
class real_time {
 public:
  real_time();
  ~real_time();
  real_time(const real_time&) = delete;
  auto operator=(const real_time&) -> real_time& = delete;

  /// False: the system refused, and the thread is as ordinary as before.
  [[nodiscard]] auto is_granted() const -> bool { return granted_; }

 private:
  bool granted_;
};

} // namespace sinew::bench
