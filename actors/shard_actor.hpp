// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_actor.hpp"

#include <caf/event_based_actor.hpp>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace sinew {

/// One partition of one kind of aggregate: finds or makes the actor a command is for.
///
/// Owns which aggregates are in memory (bounded: the longest idle leave first) and how often each has crashed (it is
/// made anew after a growing pause). Never looks into a command. Ends when its partition is let go and everything that
/// had begun is finished, within `limits::drain`. Dies by an exception only, and then the node with it.
class shard_actor final : public caf::event_based_actor {
 public:
  shard_actor(caf::actor_config& config, const node_context& node, const aggregate_kind& kind);

  auto make_behavior() -> caf::behavior override;
  void on_exit() override;
  auto name() const -> const char* override { return "sinew.shard"; }

 private:
  struct resident {
    caf::actor actor;
    caf::actor_clock::time_point last_used;
    std::list<const std::string*>::iterator place; // in recent_
    bool leaving = false;
    std::vector<handle_command> waiting; // for its successor, while it leaves
  };
  struct crash_record {
    std::uint64_t count = 0;
    caf::actor_clock::time_point not_before;
  };

  void on_command(handle_command asked);
  void on_down(const caf::down_msg& down);
  void on_sweep();
  void on_wind_down();

  auto is_resting(const std::string& id) const -> bool;
  auto find_or_spawn(const std::string& id) -> resident&;
  void touch(resident& r);
  void let_go(resident& r);
  void note_crash(const std::string& id, const caf::error& why);
  void make_room();

  const node_context& node_;
  const aggregate_kind& kind_;
  std::size_t capacity_;
  std::unordered_map<std::string, resident> residents_;
  // Both point to the keys of residents_: an id is kept once.
  std::unordered_map<caf::actor_id, const std::string*> names_;
  std::list<const std::string*> recent_; // the longest idle last
  std::unordered_map<std::string, crash_record> crashes_;
  bool sweeping_ = false;
  bool winding_down_ = false;
};

} // namespace sinew
