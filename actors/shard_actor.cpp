// SPDX-License-Identifier: Apache-2.0
#include "actors/shard_actor.hpp"

#include "actors/backoff.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>

namespace sinew {

shard_actor::shard_actor(caf::actor_config& config, const node_context& node, const aggregate_kind& kind)
    : event_based_actor(config),
      node_{node},
      kind_{kind},
      capacity_{std::max<std::size_t>(1, node.bounds.live_aggregates / partition_count)} {
  set_down_handler([this](caf::down_msg& down) { on_down(down); });
}

auto shard_actor::make_behavior() -> caf::behavior {
  return {
      [this](handle_command& asked) { on_command(std::move(asked)); },
      [this](const sweep_idle&) { on_sweep(); },
      [this](const wind_down&) { on_wind_down(); },
      [this](const give_up&) { quit(); },
  };
}

void shard_actor::on_exit() {
  for (const auto& [id, r] : residents_)
    send_exit(r.actor, caf::exit_reason::user_shutdown);
  residents_.clear();
}

void shard_actor::on_command(handle_command asked) {
  if (winding_down_)
    return asked.reply.retry("unavailable: the partition has moved", node_.bounds.first_backoff);
  const std::string id{asked.command.aggregate_id()};
  if (is_resting(id))
    return asked.reply.retry("unavailable: " + asked.command.key().aggregate + " " + id + " has crashed and rests",
                             node_.bounds.longest_backoff);
  auto& r = find_or_spawn(id);
  touch(r);
  if (!r.leaving)
    return send(r.actor, std::move(asked));
  if (r.waiting.size() >= node_.bounds.waiting_commands)
    return asked.reply.retry("overloaded: too many commands wait for " + id, node_.bounds.first_backoff);
  r.waiting.push_back(std::move(asked));
}

void shard_actor::on_down(const caf::down_msg& down) {
  const auto named = names_.extract(down.source.id());
  if (named.empty())
    return;
  auto gone = residents_.extract(*named.mapped());
  if (down.reason && down.reason != caf::exit_reason::normal)
    note_crash(gone.key(), down.reason);
  recent_.erase(gone.mapped().place);
  for (auto& asked : gone.mapped().waiting)
    on_command(std::move(asked));
  if (winding_down_ && residents_.empty())
    quit();
}

void shard_actor::on_sweep() {
  sweeping_ = false;
  const auto oldest = clock().now() - node_.bounds.idle;
  for (auto id = recent_.rbegin(); id != recent_.rend(); ++id) {
    auto& r = residents_.at(**id);
    if (r.last_used > oldest)
      break;
    let_go(r);
  }
  std::erase_if(crashes_, [&](const auto& c) { return c.second.not_before < oldest; });
  if (!residents_.empty()) {
    sweeping_ = true;
    delayed_send(this, node_.bounds.idle / 2, sweep_idle{});
  }
}

void shard_actor::on_wind_down() {
  winding_down_ = true;
  if (residents_.empty())
    return quit();
  for (auto& [id, r] : residents_)
    let_go(r);
  delayed_send(this, node_.bounds.drain, give_up{});
}

auto shard_actor::is_resting(const std::string& id) const -> bool {
  const auto crashed = crashes_.find(id);
  return crashed != crashes_.end() && clock().now() < crashed->second.not_before;
}

auto shard_actor::find_or_spawn(const std::string& id) -> resident& {
  if (const auto found = residents_.find(id); found != residents_.end())
    return found->second;
  make_room();
  auto actor = spawn<aggregate_actor>(node_, kind_, aggregate_key{std::string{kind_.name()}, id});
  monitor(actor);
  const auto number = actor.id();
  const auto made = residents_.emplace(id, resident{std::move(actor), clock().now(), recent_.end(), false, {}}).first;
  names_.emplace(number, &made->first);
  made->second.place = recent_.insert(recent_.begin(), &made->first);
  if (!sweeping_) {
    sweeping_ = true;
    delayed_send(this, node_.bounds.idle / 2, sweep_idle{});
  }
  return made->second;
}

void shard_actor::touch(resident& r) {
  r.last_used = clock().now();
  recent_.splice(recent_.begin(), recent_, r.place);
}

void shard_actor::let_go(resident& r) {
  if (r.leaving)
    return;
  r.leaving = true;
  send(r.actor, passivate{});
}

void shard_actor::note_crash(const std::string& id, const caf::error& why) {
  auto& crashed = crashes_[id];
  const auto pause =
      backoff(node_.bounds.first_backoff, node_.bounds.longest_backoff, ++crashed.count, node_.outside.chance.next());
  crashed.not_before = clock().now() + pause;
  spdlog::error("{} {} crashed ({}), {} time(s); it rests for {} ms", kind_.name(), id, to_string(why), crashed.count,
                pause.count());
}

void shard_actor::make_room() {
  // Those already leaving still count until they are gone, so a burst may overshoot by what is under way, no more.
  auto surplus = residents_.size() >= capacity_ ? residents_.size() - capacity_ + 1 : 0;
  for (auto id = recent_.rbegin(); surplus > 0 && id != recent_.rend(); ++id, --surplus)
    let_go(residents_.at(**id));
}

} // namespace sinew
