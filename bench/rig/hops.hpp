// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/histogram.hpp"

#include <string>
#include <vector>

namespace sinew::bench {

/// One part of the way of an operation: how long all that were measured took for it.
struct hop {
  std::string name;
  std::string about; // "sent -> the node has read it"
  histogram latency;
};

/// How much of all the time of all hops was this one's: 0 … 1. Of times, not of percentiles, so that the shares add up.
auto share_of(const hop& one, const std::vector<hop>& all) -> double;

/// Takes what was recorded, so that `from` can be filled anew; empty: nothing was, in its first.
auto take_recorded(std::vector<hop>& from) -> std::vector<hop>;

} // namespace sinew::bench
