// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "actors/shard_actor.hpp"

#include <caf/actor_system.hpp>
#include <functional>
#include <map>
#include <string>

namespace sinew {

/// Finds the shard of a command, making it at first need. A plain object of the loop's thread, shared by everything
/// that brings commands in: requests, readers, timers.
class router {
 public:
  router(caf::actor_system& system, const node_context& node, const service& served);

  /// `h` learns of each new shard.
  void on_spawn(std::function<void(const caf::actor&)> h) { on_spawn_ = std::move(h); }

  /// Hands a verified command to its shard. An aggregate that this service does not have is answered "invalid".
  void route(message command, const answer& reply);
  /// Ends all shards (their aggregates go with them). Unanswered commands, and all that still come, are answered "retry".
  void stop();

 private:
  auto shard_of(const aggregate_kind& kind, std::uint32_t partition) -> const caf::actor&;

  caf::actor_system& system_;
  const node_context& node_;
  const service& served_;
  std::function<void(const caf::actor&)> on_spawn_;
  bool stopped_ = false;
  std::map<std::pair<const aggregate_kind*, std::uint32_t>, caf::actor> shards_;
};

} // namespace sinew
