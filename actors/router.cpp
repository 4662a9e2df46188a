// SPDX-License-Identifier: Apache-2.0
#include "actors/router.hpp"

#include "actors/courier_actor.hpp"

#include <caf/send.hpp>

namespace sinew {

router::router(caf::actor_system& system, const node_context& node, const service& served)
    : system_{system}, node_{node}, served_{served} {}

void router::let_go(std::uint32_t partition) {
  here_.reset(partition);
  for (const auto* kind : served_.aggregates)
    if (const auto shard = shards_.extract({partition, kind}))
      caf::anon_send(shard.mapped(), wind_down{});
}

void router::route(message command, answer reply) {
  if (serves(partition_of(command.aggregate_id())))
    return route_here(std::move(command), std::move(reply));
  if (kind_of(command, reply) != nullptr)
    caf::anon_send(courier(), handle_command{std::move(command), std::move(reply)});
}

void router::route_here(message command, answer reply) {
  const auto* kind = kind_of(command, reply);
  if (kind == nullptr)
    return;
  const auto partition = partition_of(command.aggregate_id());
  if (!serves(partition))
    return reply.retry("unavailable: partition " + std::to_string(partition) + " has moved",
                       node_.bounds.first_backoff);
  reply.time(node_.times.by_aggregate.at({kind->name()}), node_.outside.clock);
  if (auto watch = reply.is_watched() ? nullptr : command_watch::begin(node_.outside, node_.figures, command))
    reply.watch(std::move(watch), node_.outside.clock);
  caf::anon_send(shard_of(*kind, partition), handle_command{std::move(command), std::move(reply)});
}

void router::stop() {
  stopped_ = true;
  on_spawn_ = nullptr;
  for (const auto& [place, shard] : shards_)
    caf::anon_send_exit(shard, caf::exit_reason::user_shutdown);
  shards_.clear();
  if (courier_)
    caf::anon_send_exit(courier_, caf::exit_reason::user_shutdown);
  courier_ = nullptr;
}

auto router::kind_of(const message& command, const answer& reply) -> const aggregate_kind* {
  if (stopped_) {
    reply.retry("unavailable: the node stops", node_.bounds.first_backoff);
    return nullptr;
  }
  const auto* kind = served_.find(command.aggregate());
  if (kind == nullptr)
    reply.invalid("unknown_type: service " + std::string{served_.name} + " has no aggregate '" +
                  std::string{command.aggregate()} + "'");
  return kind;
}

auto router::shard_of(const aggregate_kind& kind, std::uint32_t partition) -> const caf::actor& {
  auto& shard = shards_[{partition, &kind}];
  if (!shard) {
    shard = system_.spawn<shard_actor>(node_, kind);
    if (on_spawn_)
      on_spawn_(shard);
  }
  return shard;
}

auto router::courier() -> const caf::actor& {
  if (!courier_) {
    courier_ = system_.spawn<courier_actor>(node_, *this);
    if (on_spawn_)
      on_spawn_(courier_);
  }
  return courier_;
}

} // namespace sinew
