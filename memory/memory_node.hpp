// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"
#include "memory/memory_broker.hpp"

#include <memory>
#include <string>

namespace sinew {

/// One node's connection to a memory broker, and the ports through which the node sees it.
///
/// Owns the ports of the broker; clock and chance are the caller's. All references must outlive the node.
class memory_node {
 public:
  /// `service` names whose log the journal writes; `where` runs the node's completions and handlers.
  memory_node(memory_broker& broker, loop& where, std::string service, std::string node, wall_clock& clock,
              randomness& chance);
  /// Like `crash`.
  ~memory_node();
  memory_node(const memory_node&) = delete;
  auto operator=(const memory_node&) -> memory_node& = delete;

  auto ports() -> sinew::ports;
  /// Tells of the comings and goings of nodes, and of the rule for those of its service, as the broker hears of them, on the
  /// node's loop. What is there now.
  auto observe(memory_broker::observer tell) -> memory_broker::observed {
    return broker_.observe(link_, std::move(tell));
  }

  /// As if the process had been killed: its subscriptions and served requests vanish, what it had not acknowledged
  /// comes again elsewhere, none of its handlers and completions runs any more, and what it still calls has no effect.
  void crash();

 private:
  struct parts;

  memory_broker& broker_;
  std::shared_ptr<memory_link> link_;
  wall_clock& clock_;
  randomness& chance_;
  std::unique_ptr<parts> parts_;
};

} // namespace sinew
