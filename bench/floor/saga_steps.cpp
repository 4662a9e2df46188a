// SPDX-License-Identifier: Apache-2.0
#include "bench/floor/saga_steps.hpp"

#include "kernel/assertion.hpp"

#include <algorithm>

namespace sinew::bench {

auto service_of(std::string_view aggregate) -> std::string_view {
  const auto found = std::ranges::find(saga_aggregates, aggregate, &saga_aggregate::name);
  SINEW_ASSERT(found != saga_aggregates.end());
  return found->service;
}

auto saga_readings() -> std::vector<saga_reading> {
  std::vector<saga_reading> all;
  for (const auto& step : saga_steps) {
    const auto upstream = service_of(step.aggregate);
    auto found = std::ranges::find_if(
        all, [&](const saga_reading& r) { return r.upstream == upstream && r.reader == step.reader; });
    if (found == all.end())
      found = all.insert(all.end(), {upstream, step.reader, {}});
    found->steps.push_back(step);
  }
  return all;
}

} // namespace sinew::bench
