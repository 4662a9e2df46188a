// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/commit.hpp"
#include "actors/limits.hpp"
#include "actors/messages.hpp"

#include <caf/event_based_actor.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// What the actors of one node share: the ports, the bounds, and who they are. Outlives them all.
struct node_context {
  ports outside;
  limits bounds;
  std::string actor; // "service/order": the author of events that nobody else stands behind
  std::uint64_t schema;
  command_times& times;
  node_figures* figures = nullptr; // null: nobody wants any
};

/// The shell around one aggregate: asks its domain, appends the answer, then believes it.
///
/// Owns the folded state and its version, and the queue of waiting commands (bounded). Never decides a rule itself. Has
/// at most one append in flight; what waits meanwhile is decided and committed together. After an append that did not
/// surely succeed it forgets its state: the log is the truth, and the commands are decided again. Before it answers from
/// what it remembers alone ("no", "nothing to do"), it looks whether another owner has written since: the guard of the
/// append catches that only where there is one, and what was loaded may come from a replica that lags behind. Dies when its shard tells it to, or by an exception; then the shard makes
/// a new one and senders are told to retry.
class aggregate_actor final : public caf::event_based_actor {
 public:
  aggregate_actor(caf::actor_config& config, const node_context& node, const aggregate_kind& kind, aggregate_key key);

  auto make_behavior() -> caf::behavior override;
  /// What it had not answered is answered "retry" now: the broker may hold on to a dead actor for longer.
  void on_exit() override;
  auto name() const -> const char* override { return "sinew.aggregate"; }

 private:
  enum class phase : std::uint8_t { absent, loading, ready, confirming, arming, appending, resolving };

  // -- handlers
  void on_command(handle_command asked);
  void on_loaded(const aggregate_loaded& outcome);
  void on_alarm_armed(const alarm_armed& outcome);
  void on_append_done(const append_done& outcome);
  void on_last_read(const last_read& outcome);
  void on_confirmed(std::uint64_t newest);
  void on_passivate();

  // -- steps
  void proceed();
  void load();
  void gather();
  void answer_from_memory();
  auto take_or_blame(handle_command& asked) -> bool;
  auto take(handle_command& asked) -> bool;
  void note_armed(std::optional<encoded_alarm> wanted);
  void arm_or_append();
  void append();
  void succeed(std::uint64_t position);
  void decide_again();
  void give_up(const error& why);
  void forget();
  void snapshot_if_due();
  void cancel_alarm_if_gone();
  void arm_again_if_due();
  auto is_early(const message& command) const -> bool;
  void rearm(handle_command early);
  auto wake_up_at(const encoded_alarm& wanted, std::string trace = {}) const -> message;
  auto retry_pause() const -> std::chrono::milliseconds;

  template <class Message>
  auto to_self();

  const node_context& node_;
  const aggregate_kind& kind_;
  aggregate_key key_;

  phase phase_ = phase::absent;
  bool leaving_ = false;
  bool is_current_ = false; // nobody has asked since the broker last told us for sure how far the log goes
  std::vector<handle_command> waiting_;
  std::shared_ptr<aggregate> aggregate_;
  std::uint64_t stored_version_ = 0; // version of the aggregate as far as it is acknowledged
  std::uint64_t snapshot_version_ = 0;
  std::unique_ptr<encoded_alarm> armed_; // the wake-up the broker knows of; few have one, so it stands apart
  commit commit_;
  uuid last_appended_; // id of the commit's last message, to recognize it
  int conflicts_ = 0;
};

} // namespace sinew
