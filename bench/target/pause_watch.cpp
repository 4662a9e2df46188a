// SPDX-License-Identifier: Apache-2.0
#include "bench/target/pause_watch.hpp"

#include <algorithm>

namespace sinew::bench {

void pause_watch::due(std::size_t part, time now) {
  auto& since = waiting_since_.at(part);
  if (!since && now >= from_)
    since = now;
}

void pause_watch::ended_well(std::size_t part, time now) {
  auto& since = waiting_since_.at(part);
  if (!since)
    return;
  longest_ = std::max(longest_.value_or(time::zero()), now - *since);
  since.reset();
}

auto pause_watch::longest(time now) const -> std::optional<time> {
  auto most = longest_;
  for (const auto& since : waiting_since_)
    if (since)
      most = std::max(most.value_or(time::zero()), now - *since);
  return most;
}

} // namespace sinew::bench
