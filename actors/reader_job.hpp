// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/failure_record.hpp"
#include "actors/ports.hpp"
#include "actors/reaction_trace.hpp"
#include "actors/service.hpp"
#include "schemas/message.hpp"
#include "telemetry/work_scope.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// What one delivery leads to: commands to be sent and outside parties to be called, each a step. Done when all steps
/// are. Pure.
class reader_job {
 public:
  struct step {
    enum class state : std::uint8_t { open, done };
    std::optional<message> command;   // either a command …
    const reaction* effect = nullptr; // … or a call, for this entry
    std::size_t entry = 0;
    std::uint64_t attempts = 0;
    state at = state::open;
  };

  /// `schema`: the hash of the reading service's own, for the commands it leads to. `by`: whose spans tell of it.
  reader_job(delivery what, std::uint64_t schema, const reaction_source& by = {})
      : delivery_{std::move(what)}, schema_{schema}, trace_{by} {}

  /// Whether this is a message of its key at all. invalid_input: foreign or damaged bytes.
  auto verify() -> result<void>;
  /// Looks up what it leads to. An error is the message's fault. Precondition: verified.
  auto plan(const service& served, bool is_timer) -> result<void>;
  /// Replaces an effect's step with the commands it answered with. The indexes of the new steps.
  auto expand(std::size_t effect_step, const std::vector<addressed>& commands) -> std::vector<std::size_t>;
  void complete(std::size_t index);
  /// The step would begin something after its saga's deadline.
  [[nodiscard]] auto is_late(std::size_t index, timestamp now) const -> bool;

  /// Calls the outside party of a step. One that throws has failed.
  void call(std::size_t index, completion<std::vector<addressed>> done);
  /// Says what this thread works on, for log lines: the job must outlive it.
  [[nodiscard]] auto scope() const -> work_scope {
    return verified_ ? work_scope{verified_->trace(), verified_->correlation()} : work_scope{{}, {}};
  }
  /// It is over, well or not: records its spans.
  void end_trace(const std::string& failure = {}) { trace_.end(delivery_, failure); }

  /// The event as effects see it; views into this job.
  [[nodiscard]] auto seen(std::size_t entry) const -> seen_event;
  [[nodiscard]] auto is_done() const -> bool { return open_ == 0; }
  [[nodiscard]] auto steps() -> std::vector<step>& { return steps_; }
  [[nodiscard]] auto what() const -> const delivery& { return delivery_; }
  /// What is parked of it: the message, and how it fared. `reader` is the subscribing service.
  [[nodiscard]] auto letter(std::string_view reader, std::string_view upstream, bool is_timer) const -> parked_message;
  /// The same message was delivered again: acks go to the newest delivery.
  void renew(delivery again) {
    delivery_.token = std::move(again.token);
    delivery_.attempt = again.attempt;
    delivery_.given_up = again.given_up;
  }

  /// What is to become of the message.
  enum class course : std::uint8_t {
    handle,
    queue,     ///< behind its key, which is parked
    park,      ///< it has failed too often, and its key is parked from here
    set_aside, ///< it is no message of its key
  };
  course fate = course::handle;
  failure_record failures;
  std::string reason;         // of the failure that decided its fate
  std::uint64_t look_ups = 0; // in vain: to find out about its key, or to store it

 private:
  void add_command(std::size_t entry, const addressed& wanted, const reaction& by);
  auto plan_entry(std::size_t entry, const service& served) -> result<void>;
  auto mapped(const reaction& row, std::size_t entry) const -> reaction_result;

  delivery delivery_;
  std::uint64_t schema_;
  std::optional<message> verified_;
  std::vector<step> steps_;
  std::size_t open_ = 0;
  reaction_trace trace_;
};

} // namespace sinew
