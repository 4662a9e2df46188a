// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/aggregate_actor.hpp"
#include "actors/messages.hpp"

#include <caf/event_based_actor.hpp>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace sinew {

class router;

/// Takes commands to the node that serves their partition and brings back the receipts.
///
/// Owns the commands on their way (bounded by `limits::remote_commands`). Nobody there, no answer, "retry": it asks again
/// with the same command id, after growing pauses with jitter, until `limits::remote_patience` is over; then the sender
/// is told to retry. A partition that has come to this node meanwhile is served here. Never looks into a command.
class courier_actor final : public caf::event_based_actor {
 public:
  /// `ways` outlives it.
  courier_actor(caf::actor_config& config, const node_context& node, router& ways)
      : event_based_actor(config), node_{node}, ways_{ways} {}

  auto make_behavior() -> caf::behavior override;
  void on_exit() override { parcels_.clear(); }
  auto name() const -> const char* override { return "sinew.courier"; }

 private:
  struct parcel {
    handle_command what;
    caf::actor_clock::time_point end;
    std::uint64_t attempts = 0;
  };

  void on_command(const handle_command& asked);
  void on_answer(const remote_answered& msg);
  void on_again(const send_again& msg);

  void attempt(std::uint64_t ticket, parcel& p);
  void again(std::uint64_t ticket, parcel& p, std::string_view why, std::chrono::milliseconds at_least);

  const node_context& node_;
  router& ways_;
  std::unordered_map<std::uint64_t, parcel> parcels_; // by ticket
  std::uint64_t last_ticket_ = 0;
};

} // namespace sinew
