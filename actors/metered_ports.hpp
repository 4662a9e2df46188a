// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/metered_journal.hpp"
#include "actors/metered_subscriptions.hpp"

namespace sinew {

/// The ports of a node that is watched: the same as without, and what goes through them is counted. Loop's thread.
struct metered_ports {
  /// Both must outlive it.
  metered_ports(const ports& outside, const service& served)
      : log{outside.log, outside.clock, served, figures},
        feeds{outside.feeds, outside.clock, figures},
        outside_{outside} {}
  metered_ports(const metered_ports&) = delete;
  auto operator=(const metered_ports&) -> metered_ports& = delete;

  /// What the node is to use.
  [[nodiscard]] auto outside() -> ports {
    return {log,
            outside_.alarms,
            outside_.calls,
            feeds,
            outside_.parked,
            outside_.members,
            outside_.clock,
            outside_.chance,
            outside_.traces};
  }

  node_figures figures;
  metered_journal log;
  metered_subscriptions feeds;

 private:
  const ports outside_;
};

} // namespace sinew
