// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/intake.hpp"
#include "actors/reader_job.hpp"

#include <caf/event_based_actor.hpp>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

namespace sinew {

/// One subscription's deliveries on their way into commands: keeps the order of each key, runs keys in parallel, and
/// acknowledges a delivery only after all its commands were accepted or refused.
///
/// Owns the deliveries under way (bounded by the subscription's window). Never decides a rule: the service's table
/// does. What cannot be done now is tried again with growing pauses while its key waits. What fails for reasons of its own
/// too often (actors/failure_record.hpp) is parked, and its key with it: later messages of the key queue behind it
/// (actors/parking_lot.hpp) until an operator has redriven them (actors/redrive.hpp); other keys go on. What is no message of
/// its key at all is set aside and holds nobody up. Told to wind down, it finishes what it has got and ends; what takes longer
/// than `limits::lane_handover` it gives back. Dies by an exception only, and then the node with it: whatever was not
/// acknowledged comes again.
class reader_actor final : public caf::event_based_actor {
 public:
  reader_actor(caf::actor_config& config, const node_context& node, const service& served, const subscription& what,
               std::shared_ptr<intake> work);

  auto make_behavior() -> caf::behavior override;
  void on_exit() override;
  auto name() const -> const char* override { return "sinew.reader"; }

 private:
  // -- handlers
  void on_delivery(const handle_delivery& msg);
  void on_effect_done(const effect_done& msg);
  void on_command_answered(const command_answered& msg);
  void on_key_known(const key_known& msg);
  void on_parked(const delivery_parked& msg);
  void on_renew_leases();
  void on_wind_down();
  void on_abandon_work();

  // -- steps
  void begin(reader_job& job);
  void look_up(reader_job& job);
  void handle(reader_job& job);
  void run(reader_job& job, std::size_t index);
  void call(reader_job& job, std::size_t index);
  void send_command(reader_job& job, std::size_t index);
  void on_failure(reader_job& job, std::size_t index, blame whose, const std::string& why,
                  std::chrono::milliseconds at_least);
  void try_later(reader_job& job, std::size_t index, std::string_view why, std::chrono::milliseconds at_least);
  void condemn(reader_job& job, const std::string& reason);
  void store(reader_job& job);
  void finish(reader_job& job);
  void give_back(std::uint64_t position);
  auto hogs_window() const -> bool;
  template <class Answer, class About>
  auto to_self(About about);
  auto pause_after(std::uint64_t attempts) -> std::chrono::milliseconds;
  auto open_step(const step_id& id) -> reader_job*;
  auto source() const -> reaction_source {
    return {served_.name, what_.upstream, node_.outside.traces, &node_.outside.clock};
  }
  auto is_timer() const -> bool { return what_.filters.empty(); }

  const node_context& node_;
  const service& served_;
  subscription what_;
  std::shared_ptr<intake> intake_;
  std::map<std::uint64_t, reader_job> jobs_;                          // by position
  std::unordered_map<std::string, std::deque<std::uint64_t>> queues_; // by key; the first is being worked on
  bool renewing_ = false;
  bool winding_down_ = false;
};

} // namespace sinew
