// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/reason_tally.hpp"
#include "bridge/connection.hpp"

#include <chrono>
#include <memory>
#include <string_view>

namespace sinew::bench {

/// A command to be sent: views, good until the next one is asked for.
struct outgoing_command {
  std::string_view subject;
  bytes_view body;
};

/// Says what is sent next. Never ends, never blocks, builds some hundred thousand a second.
class command_source {
 public:
  virtual ~command_source() = default;
  virtual auto next() -> outgoing_command = 0;
};

/// Sends commands and waits for their receipts; each once, without trying again. Done: accepted. Refused: the domain's no, and
/// faults of the input. Failed: `retry`, no answer, nobody there.
///
/// It does not care who answers: the services and the floor get the same commands from the same code.
class command_target final : public target {
 public:
  /// Sends over `with`, which lives no longer than this does: what waits there for its answer points here. `why_not`
  /// hears why operations are not done; null: nobody does. It outlives this.
  command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from,
                 reason_tally* why_not = nullptr);

  void begin(ticket which) override;

  /// An operation without an answer ends after that.
  static constexpr std::chrono::milliseconds patience{10'000};

 private:
  void on_answer(ticket which, const result<broker_message>& answer);

  std::unique_ptr<command_source> from_;
  reason_tally* why_not_;
  std::unique_ptr<connection> with_;
};

/// What a reply to a command says of it.
auto outcome_of(const result<broker_message>& answer) -> outcome;
/// Why it is not done, for a person: "refused: not_open", "outcome_unknown".
auto reason_of(const result<broker_message>& answer) -> std::string;

} // namespace sinew::bench
