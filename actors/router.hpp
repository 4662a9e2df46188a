// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "actors/shard_actor.hpp"
#include "kernel/names.hpp"

#include <bitset>
#include <caf/actor_system.hpp>
#include <functional>
#include <map>
#include <string>

namespace sinew {

/// Finds the shard of a command, making it at first need, or sends the command to the node that has it. A plain object of
/// the loop's thread, shared by everything that brings commands in: requests, readers, timers.
class router {
 public:
  router(caf::actor_system& system, const node_context& node, const service& served);

  /// `h` learns of each new shard, and of the courier.
  void on_spawn(std::function<void(const caf::actor&)> h) { on_spawn_ = std::move(h); }

  /// This node serves `partition` from now on.
  void take_up(std::uint32_t partition) { here_.set(partition); }
  /// No longer: its shards finish what has begun and end.
  void let_go(std::uint32_t partition);
  [[nodiscard]] auto serves(std::uint32_t partition) const -> bool { return here_.test(partition); }

  /// Hands a verified command to its shard, here or on another node. An aggregate that this service does not have is
  /// answered "invalid".
  void route(message command, answer reply);
  /// The same for what came from another node: a partition that is not served here is answered "retry".
  void route_here(message command, answer reply);
  /// Ends all shards (their aggregates go with them). Unanswered commands, and all that still come, are answered "retry".
  void stop();

 private:
  auto kind_of(const message& command, const answer& reply) -> const aggregate_kind*;
  auto shard_of(const aggregate_kind& kind, std::uint32_t partition) -> const caf::actor&;
  auto courier() -> const caf::actor&;

  caf::actor_system& system_;
  const node_context& node_;
  const service& served_;
  std::function<void(const caf::actor&)> on_spawn_;
  bool stopped_ = false;
  std::bitset<partition_count> here_;
  std::map<std::pair<std::uint32_t, const aggregate_kind*>, caf::actor> shards_;
  caf::actor courier_;
};

} // namespace sinew
