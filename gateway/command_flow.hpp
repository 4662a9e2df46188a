// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/command_door.hpp"
#include "gateway/event_tail.hpp"
#include "gateway/guarded_services.hpp"
#include "gateway/http/http_message.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/outcome_wait.hpp"
#include "gateway/request_times.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sinew::gateway {

/// What a command leads to, where its answer waits for that.
struct expectation {
  /// The log that tells of it, and of what; where nobody follows that log yet, nothing is waited for.
  event_tail* log = nullptr;
  aggregate_key key;
  outcome_wait::judge is_it;
  /// From the receipt on.
  std::chrono::milliseconds patience{0};
  /// It may have happened before anybody waited for it: so that is looked at first. What is repeated always may.
  bool may_be_past = false;
  /// The answer, once the state of `key` (as `ask_state` tells it) shows that it has happened; nothing: it does not.
  std::function<std::optional<http_response>(const ordered_json& state, const receipt& how)> answer;
};

/// One command that somebody asked for, and how that is answered.
struct wanted_command {
  asked_command what;
  /// The path asked for, for problems.
  std::string instance;
  http_answer answer;
  /// What stands against this receipt, of whatever outcome. Must object to each that was not accepted.
  std::function<std::optional<problem>(const receipt& how)> objection;
  std::function<http_response(const receipt& how)> accepted;
  std::optional<expectation> expected = {};
  /// Where the times of its steps are written down; null, as mostly: nobody asked.
  std::shared_ptr<request_times> times = nullptr;
};

/// The way of every command from its JSON to its answer: written, sent, judged, and, where the client prefers that, answered
/// only once its outcome is there. Loop's thread.
class command_flow {
 public:
  /// All must outlive it, and it the loop's last turn.
  command_flow(loop& where, command_door& door, guarded_services& services)
      : where_{where}, door_{door}, services_{services} {}

  void run(wanted_command wanted);

 private:
  struct going;
  using shared_going = std::shared_ptr<going>;

  void on_receipt(const shared_going& g, const result<receipt>& how);
  void await_outcome(const shared_going& g);
  /// Answers with the outcome if it is there; else `otherwise`.
  void answer_with_outcome(const shared_going& g, std::function<void()> otherwise);
  [[nodiscard]] auto time_left(const going& g) const -> std::chrono::milliseconds;

  loop& where_;
  command_door& door_;
  guarded_services& services_;
};

} // namespace sinew::gateway
