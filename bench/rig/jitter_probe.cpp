// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/jitter_probe.hpp"

#include "bench/rig/precise_timers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace sinew::bench {

auto probe_idle_jitter() -> std::chrono::nanoseconds {
  using clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds nap{1};
  const precise_timers exact;
  const auto end = clock::now() + std::chrono::milliseconds{300};
  std::chrono::nanoseconds worst{0};
  for (auto before = clock::now(); before < end; before = clock::now()) {
    std::this_thread::sleep_for(nap);
    worst = std::max<std::chrono::nanoseconds>(worst, clock::now() - before - nap);
  }
  return worst;
}

auto jitter_fault(std::chrono::nanoseconds overslept) -> std::string {
  if (overslept <= idle_jitter_limit)
    return {};
  return fmt::format("the machine was busy: an idle thread overslept by {:.1f} ms just before",
                     std::chrono::duration<double, std::milli>{overslept}.count());
}

} // namespace sinew::bench
