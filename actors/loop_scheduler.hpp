// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"

#include <caf/actor_clock.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/execution_unit.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include <deque>
#include <set>

namespace sinew {

/// CAF's clock on the loop's timers: delayed messages arrive in a turn of the loop, and never between turns. None arrives
/// after `close`: the loop may outlive the actors.
class loop_clock final : public caf::actor_clock {
 public:
  explicit loop_clock(loop& where) : loop_{where} {}

  auto now() const noexcept -> time_point override { return loop_.now(); }
  auto schedule_periodically(time_point first, caf::action f, duration_type period) -> caf::disposable override;

  /// Forgets all delayed messages, those still to come included.
  void close();

 private:
  void fire_at(time_point when, caf::action f, duration_type period);

  loop& loop_;
  std::set<loop::timer_id> pending_;
  bool closed_ = false;
};

/// Runs all of a node's actors on the thread of its loop: no wake-up between a message from the network and its
/// handler, and no two handlers at once. Other threads may send to actors too; such sends travel through `loop::post`.
///
/// The only file that depends on the inside of CAF's scheduler interface (0.18). Spawn no detached actors on purpose to
/// wait for the network; CAF itself keeps one idle thread for those that block on disks.
class loop_scheduler final : public caf::scheduler::abstract_coordinator,
                             public turn_worker,
                             private caf::execution_unit {
 public:
  /// Makes systems built from `config` run their actors on `where`, which must outlive them.
  static void install(caf::actor_system_config& config, loop& where);

  loop_scheduler(caf::actor_system& system, loop& where);

  // -- caf::scheduler::abstract_coordinator
  void start() override;
  void stop() override;
  void enqueue(caf::resumable* what) override;
  auto clock() noexcept -> caf::actor_clock& override { return clock_; }
  auto detaches_utility_actors() const -> bool override { return false; }

  // -- turn_worker
  auto work() -> bool override;

 private:
  // -- caf::execution_unit: what an actor that runs right now makes ready
  void exec_later(caf::resumable* what) override { ready_.push_back(what); }

  void run_one();

  loop& loop_;
  loop_clock clock_;
  std::deque<caf::resumable*> ready_; // each holds one reference
};

} // namespace sinew
