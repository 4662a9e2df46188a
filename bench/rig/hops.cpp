// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/hops.hpp"

#include <utility>

namespace sinew::bench {

namespace {

auto time_of(const hop& h) -> double {
  return static_cast<double>(h.latency.mean().count()) * static_cast<double>(h.latency.count());
}

} // namespace

auto share_of(const hop& one, const std::vector<hop>& all) -> double {
  double sum = 0;
  for (const auto& h : all)
    sum += time_of(h);
  return sum > 0 ? time_of(one) / sum : 0;
}

auto take_recorded(std::vector<hop>& from) -> std::vector<hop> {
  if (from.empty() || from.front().latency.count() == 0)
    return {};
  std::vector<hop> taken;
  for (auto& each : from)
    taken.push_back({each.name, each.about, std::exchange(each.latency, histogram{})});
  return taken;
}

} // namespace sinew::bench
