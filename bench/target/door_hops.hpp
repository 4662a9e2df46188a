// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/hops.hpp"

#include <chrono>
#include <string_view>
#include <vector>

namespace sinew::bench {

/// Where the time of commands goes that are sent through a gateway, hop by hop, from the `Server-Timing` of their answers. What is in none
/// of the gateway's hops was spent between here and the gateway. One thread.
class door_hops {
 public:
  door_hops();

  /// A request that took so long from its sending to its answer. One whose answer does not tell all hops counts nothing.
  void add(std::chrono::nanoseconds took, std::string_view server_timing);

  /// What has been added since the last time; empty: nothing.
  auto take() -> std::vector<hop> { return take_recorded(hops_); }

  /// Whether such a header tells all of them.
  [[nodiscard]] static auto are_told_by(std::string_view server_timing) -> bool;

 private:
  std::vector<hop> hops_;
};

} // namespace sinew::bench
