// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

namespace sinew::bench {

/// While it lives, no processor that this process may use falls asleep: on each, a thread of a priority below all others
/// (sched(7), SCHED_IDLE) turns round and round, and gives way to whoever has work. At moderate load, where everybody waits most of the
/// time, a good part of a latency is the waking of processors, above all of virtual ones; with and without this, a measurement
/// tells how much. As cyclictest(8) does by /dev/cpu_dma_latency, which means nothing inside a virtual machine.
///
/// It costs all of the processors' idle time, and where two share a core, some of its working time.
class wakefulness {
 public:
  wakefulness();
  wakefulness(const wakefulness&) = delete;
  auto operator=(const wakefulness&) -> wakefulness& = delete;

  /// How many processors it keeps awake. 0: the system lets it use none.
  [[nodiscard]] auto processors() const -> std::size_t { return threads_.size(); }

 private:
  std::vector<std::jthread> threads_; // asked to stop, and joined, when it goes
};

} // namespace sinew::bench
