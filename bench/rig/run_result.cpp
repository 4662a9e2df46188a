// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/run_result.hpp"

#include <algorithm>

namespace sinew::bench {

namespace {

auto per_second(std::uint64_t count, std::chrono::nanoseconds span) -> double {
  return span.count() <= 0 ? 0 : static_cast<double>(count) / std::chrono::duration<double>{span}.count();
}

} // namespace

void run_result::add(const run_result& other) {
  intended += other.intended;
  done += other.done;
  refused += other.refused;
  failed += other.failed;
  unanswered += other.unanswered;
  latency.add(other.latency);
  lateness.add(other.lateness);
  // Both spans, for the other side's run lies between them.
  span += other.span;
  done_per_second = per_second(done, span);
  for (std::size_t i = 0; i < std::min(hops.size(), other.hops.size()); ++i)
    hops[i].latency.add(other.hops[i].latency);
  longest_pause = std::max(longest_pause, other.longest_pause);
  saturated = saturated || other.saturated;
  for (const auto& reason : other.void_reasons)
    if (std::ranges::find(void_reasons, reason) == void_reasons.end())
      void_reasons.push_back(reason);
}

} // namespace sinew::bench
