// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"
#include "tools/cluster/cluster_view.hpp"
#include "tools/projection/projection_reading.hpp"
#include "tools/terminal.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

// What a preparation stores sets off more in other services: credits, letters, lists. A measurement that begins meanwhile measures that,
// too.
namespace sinew::bench {

/// A running system at one moment, and its nodes' read models.
struct system_look {
  cluster_view cluster;
  std::vector<node_copies> lists;
};

/// What has been stored, and is not done with.
struct backlog {
  /// That wait for a reader of a stream, or are being worked at.
  std::uint64_t messages = 0;
  /// Copies of read models that will fold more. Those that cannot go on are none of them.
  std::uint64_t lists = 0;

  [[nodiscard]] auto is_empty() const -> bool { return messages == 0 && lists == 0; }
};

auto backlog_of(const system_look& seen) -> backlog;

/// Whether nothing is left of what has been stored. One look is not enough, for it takes time: what one reader has done with may have
/// become another's after that one was looked at. So nothing may have been stored between the two.
auto is_at_rest(const system_look& before, const system_look& now) -> bool;

/// Waits until the system is at rest, for at most `patience` or until `stopped` (which the loop sets). Shows progress. Says in half a sentence
/// what is still under way, or why that is not to be seen; empty: nothing is. Blocks, on the loop's thread.
auto await_rest(client& with, const terminal& says, const bool& stopped, std::chrono::milliseconds patience)
    -> std::string;

} // namespace sinew::bench
