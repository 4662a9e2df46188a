// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/target.hpp"
#include "bench/target/hop_record.hpp"
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
  /// Who else hears how commands end; null: nobody. They outlive the target.
  struct listeners {
    reason_tally* why_not = nullptr; // of those that are not done
    hop_record* hops = nullptr;      // of those that are done and measured; the commands ask for it
  };
  /// Sends over `with`, which lives no longer than this does: what waits there for its answer points here.
  command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from, listeners also);
  command_target(std::unique_ptr<connection> with, std::unique_ptr<command_source> from);

  void begin(ticket which) override;

  /// An operation without an answer ends after that.
  static constexpr std::chrono::milliseconds patience{10'000};

 private:
  void on_answer(ticket which, timestamp sent, const result<broker_message>& answer);

  std::unique_ptr<command_source> from_;
  listeners also_;
  std::unique_ptr<connection> with_;
};

/// What a reply to a command says of it.
auto outcome_of(const result<broker_message>& answer) -> outcome;
/// Why it is not done, for a person: "refused: not_open", "outcome_unknown".
auto reason_of(const result<broker_message>& answer) -> std::string;

} // namespace sinew::bench
