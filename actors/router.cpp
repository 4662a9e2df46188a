// SPDX-License-Identifier: Apache-2.0
#include "actors/router.hpp"

#include <caf/send.hpp>

namespace sinew {

router::router(caf::actor_system& system, const node_context& node, const service& served,
               std::function<void(const caf::actor&)> on_spawn)
    : system_{system}, node_{node}, served_{served}, on_spawn_{std::move(on_spawn)} {}

void router::route(message command, const answer& reply) {
  const auto* kind = served_.find(command.aggregate());
  if (kind == nullptr)
    return reply.invalid("unknown_type: service " + std::string{served_.name} + " has no aggregate '" +
                         std::string{command.aggregate()} + "'");
  const auto& shard = shard_of(*kind, partition_of(command.aggregate_id()));
  caf::anon_send(shard, handle_command{std::move(command), reply});
}

void router::stop() {
  for (const auto& [place, shard] : shards_)
    caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);
  shards_.clear();
}

auto router::shard_of(const aggregate_kind& kind, std::uint32_t partition) -> const caf::actor& {
  auto& shard = shards_[{&kind, partition}];
  if (!shard) {
    shard = system_.spawn<shard_actor>(node_, kind);
    on_spawn_(shard);
  }
  return shard;
}

} // namespace sinew
