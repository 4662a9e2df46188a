// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/command_times.hpp"
#include "actors/command_watch.hpp"
#include "actors/ports.hpp"
#include "schemas/message.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace sinew {

/// The duty to answer one command, passed along with it until someone does. Copies share the duty; the first answer
/// counts. If the last copy goes away unanswered (its actor died), the sender is told to retry: nobody waits for
/// nothing.
class answer {
 public:
  using sink = std::function<void(const receipt&)>;

  answer(uuid command, sink to) : duty_{std::make_shared<duty>(command, std::move(to))} {}

  /// From now on `passed` is noted, by `clock`, and the receipt will tell of it.
  void time_hops(const wall_clock& clock) const {
    duty_->hops_are_asked_for = true;
    note_hops(clock);
  }
  /// How long it takes from now on counts in `counted`, which must outlive it. Once; a second time changes nothing.
  void time(histogram& counted, const wall_clock& clock) const {
    if (duty_->took.has_begun())
      return;
    duty_->took.begin(counted, clock.now());
    duty_->clock = &clock;
  }
  /// Somebody looks at the command, until it is answered.
  void watch(std::shared_ptr<command_watch> by, const wall_clock& clock) const {
    duty_->watch = std::move(by);
    if (duty_->watch->is_traced())
      note_hops(clock);
  }
  [[nodiscard]] auto is_watched() const -> bool { return duty_->watch != nullptr; }
  /// The traceparent for what `command`, to which this is the answer, leads to.
  [[nodiscard]] auto handed_on(const message& command) const -> std::string {
    return is_watched() ? duty_->watch->handed_on() : std::string{command.trace()};
  }
  /// The command has come to a step; noted only if somebody wants to know.
  void passed(timestamp hop_times::*step) const {
    if (duty_->hops != nullptr)
      (*duty_->hops).*step = duty_->clock->now();
  }

  /// The receipt's command id is filled in.
  void operator()(receipt r) const { duty_->fulfil(std::move(r)); }

  void accepted(std::uint64_t version, std::uint64_t position, bool repeated = false) const {
    (*this)({.version = version, .position = position, .repeated = repeated});
  }
  void refused(std::string reason) const { (*this)({.outcome = wire::Outcome::refused, .reason = std::move(reason)}); }
  void invalid(std::string reason) const { (*this)({.outcome = wire::Outcome::invalid, .reason = std::move(reason)}); }
  void retry(std::string reason, std::chrono::milliseconds after) const {
    (*this)({.outcome = wire::Outcome::retry, .reason = std::move(reason), .retry_after = after});
  }
  /// The aggregate broke down over this very command.
  void broke_down(const std::string& why, std::chrono::milliseconds after) const {
    (*this)({.outcome = wire::Outcome::retry,
             .reason = "system_failure: " + why,
             .retry_after = after,
             .broke_down = true});
  }

 private:
  struct duty {
    duty(uuid id, sink to) : command{id}, sink_{std::move(to)} {}
    duty(const duty&) = delete;
    auto operator=(const duty&) -> duty& = delete;
    ~duty() {
      fulfil({.outcome = wire::Outcome::retry,
              .reason = "unavailable: whoever worked on it stopped",
              .retry_after = std::chrono::milliseconds{20}});
    }

    void fulfil(receipt r) {
      if (auto to = std::exchange(sink_, nullptr)) {
        r.command = command;
        if (took.has_begun())
          took.end(clock->now());
        if (watch != nullptr)
          watch->end(r, hops.get());
        if (hops_are_asked_for)
          r.hops = std::move(hops);
        to(r);
      }
    }

    uuid command;
    std::shared_ptr<hop_times> hops; // null: nobody wants to know
    bool hops_are_asked_for = false;
    std::shared_ptr<command_watch> watch; // null: nobody looks
    command_stopwatch took;
    const wall_clock* clock = nullptr;
    sink sink_;
  };

  void note_hops(const wall_clock& clock) const {
    if (duty_->hops == nullptr)
      duty_->hops = std::make_shared<hop_times>();
    duty_->clock = &clock;
  }

  std::shared_ptr<duty> duty_;
};

} // namespace sinew
