// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/guardian_actor.hpp"
#include "actors/loop.hpp"
#include "actors/metered_ports.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <functional>
#include <memory>

namespace sinew {

/// One running service instance: an actor system on a loop, with a guardian at its root.
///
/// Made, used and destroyed on the loop's thread. `where`, `outside` and `served` must outlive it. A program may hold
/// several nodes on one loop (tests and simulation do).
class node {
 public:
  node(loop& where, const ports& outside, const service& served, const limits& bounds, node_identity self);
  /// Stops all actors at once. What they had begun and not stored never happened; others take it up.
  ~node();
  node(const node&) = delete;
  auto operator=(const node&) -> node& = delete;

  /// Starts the guardian; `on_ready` of the identity follows once everything is served.
  void start();
  /// Stops taking work and finishes what has begun, within `limits::drain`; then `on_drained`.
  void drain();
  /// Asks what `ctl.<node>.<verb>` asks (actors/node_control.hpp), from within the process; `respond` runs once, unless the node ends
  /// before.
  void ask(std::string verb, responder respond);

  [[nodiscard]] auto system() -> caf::actor_system& { return *system_; }

 private:
  loop& loop_;
  std::unique_ptr<metered_ports> metered_; // null: nobody wants figures
  command_times times_;
  node_context context_;
  const service& served_;
  node_identity self_;
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
  std::shared_ptr<intake> intake_;
  caf::actor guardian_;
};

} // namespace sinew
