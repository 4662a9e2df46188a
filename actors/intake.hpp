// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/activity.hpp"
#include "actors/command_gate.hpp"
#include "actors/parking_lot.hpp"
#include "actors/router.hpp"

namespace sinew {

/// Where all work of a node comes in: counted, checked and routed. Shared by the guardian, the readers and the handlers
/// that the broker calls, and so outlives whichever of them ends first. Loop's thread.
struct intake {
  intake(caf::actor_system& system, const node_context& node, const service& served)
      : commands{system, node, served},
        gate{commands, under_way, node.outside.clock},
        parked{node.outside.parked, node.bounds, std::string{served.name}} {}
  intake(const intake&) = delete;
  auto operator=(const intake&) -> intake& = delete;

  /// Takes nothing any more, and forgets all actors: call it before their system ends.
  void close() {
    commands.stop();
    under_way.forget_waiter();
  }

  activity under_way;
  router commands;
  command_gate gate;
  parking_lot parked;
};

} // namespace sinew
