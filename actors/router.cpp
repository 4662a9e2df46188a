// SPDX-License-Identifier: Apache-2.0
#include "actors/router.hpp"

#include <caf/send.hpp>

namespace sinew {

router::router(caf::actor_system& system, const node_context& node, const service& served)
    : system_{system}, node_{node}, served_{served} {}

void router::route(message command, const answer& reply) {
  if (stopped_)
    return reply.retry("unavailable: the node stops", node_.bounds.first_backoff);
  const auto* kind = served_.find(command.aggregate());
  if (kind == nullptr)
    return reply.invalid("unknown_type: service " + std::string{served_.name} + " has no aggregate '" +
                         std::string{command.aggregate()} + "'");
  const auto& shard = shard_of(*kind, partition_of(command.aggregate_id()));
  caf::anon_send(shard, handle_command{std::move(command), reply});
}

void router::stop() {
  stopped_ = true;
  on_spawn_ = nullptr;
  for (const auto& [place, shard] : shards_)
    caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);
  shards_.clear();
}

auto router::shard_of(const aggregate_kind& kind, std::uint32_t partition) -> const caf::actor& {
  auto& shard = shards_[{&kind, partition}];
  if (!shard) {
    shard = system_.spawn<shard_actor>(node_, kind);
    if (on_spawn_)
      on_spawn_(shard);
  }
  return shard;
}

} // namespace sinew
