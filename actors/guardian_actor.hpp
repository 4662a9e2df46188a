// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/intake.hpp"
#include "actors/lane_table.hpp"
#include "actors/metered_ports.hpp"
#include "actors/partition_table.hpp"

#include <caf/event_based_actor.hpp>
#include <functional>
#include <string>
#include <vector>

namespace sinew {

/// Who a node is and whom it tells how it fares. The callbacks run on the loop's thread, those without an answer at most once.
struct node_identity {
  std::string name; // unique in the system, one subject token
  std::string version;
  std::int64_t pid = 0;
  std::string machine;                             // see node_record
  std::string variant = std::string{main_variant}; // see canary_rule
  /// Lanes of each subscription of the service; the same for all its nodes, for ever.
  std::uint32_t lanes = 1;
  /// Whether it is to count what it does, at some cost: for `metrics` and `readiness` (actors/node_status.hpp).
  bool keeps_figures = false;
  std::function<void()> on_ready;
  /// The node cannot go on: end the process with a reason; its supervisor starts a new one.
  std::function<void(const error&)> on_failure;
  std::function<void()> on_drained;
  /// Answers queries and control verbs that the node itself does not know: those of read models. False: it does not know
  /// them either. Loop's thread; until the node is gone. May be empty.
  std::function<bool(const incoming_request&)> on_query = {};
  std::function<bool(const incoming_request&)> on_control = {};
};

/// The root of a node: starts its parts in order, watches them, tells the others that it lives, and takes its share of
/// the service's work as nodes come and go.
///
/// Owns the readers. Never touches a command or an event. A reader or shard that dies takes the node down:
/// it has lost its place in a protocol, and a fresh process that reads the log is cheaper to trust than a patched one.
class guardian_actor final : public caf::event_based_actor {
 public:
  guardian_actor(caf::actor_config& config, const node_context& node, const service& served,
                 std::shared_ptr<intake> work, node_identity self, const metered_ports* kept);

  auto make_behavior() -> caf::behavior override;
  void on_exit() override;
  auto name() const -> const char* override { return "sinew.guardian"; }

 private:
  // -- handlers
  void on_view(const view_changed& msg);
  void on_heartbeat();
  void on_control(const control_asked& msg);
  void on_begin_drain();
  void on_idle();
  void on_down(const caf::down_msg& down);

  // -- steps
  void listen();
  void get_ready();
  void place();
  void tell();
  void become(std::string state);
  void finish_drain();
  void fail(const error& why);
  auto spawn_reader(const subscription& what) -> caf::actor;

  const node_context& node_;
  const service& served_;
  node_identity self_;
  node_record record_;
  std::shared_ptr<intake> intake_;
  const metered_ports* kept_; // null: nobody wants figures
  membership_view view_;
  partition_table partitions_;
  lane_table lanes_;
  bool is_leaving_ = false; // and will not come back
  bool has_left_ = false;
};

/// The subscriptions that a service's table asks for, each in `lanes` lanes: one per upstream, and one for its due
/// timers.
auto subscriptions_of(const service& served, std::uint32_t lanes = 1) -> std::vector<subscription>;

} // namespace sinew
