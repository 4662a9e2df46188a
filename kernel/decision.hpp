// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"

#include <concepts>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace sinew {

/// "Accepted, and nothing is new": the answer to a repetition.
struct nothing_t {};
inline constexpr nothing_t nothing{};

/// What a domain answers to a command: the events that now happen (none: already so), or the reason why not.
///
///     if (s.at != stage::placed) return refusal::not_placed;
///     return cancelled{c.why};            // one event
///     return std::vector<event>{…};       // several, in order, all or nothing
///     return nothing;                     // accepted, and nothing is new
template <class Domain>
class decision {
 public:
  decision(nothing_t) {} // NOLINT(google-explicit-constructor)
  template <class Event>
  requires std::constructible_from<typename Domain::event, Event> decision(
      Event event) { // NOLINT(google-explicit-constructor): `return placed{…};` is the point
    events_.emplace_back(std::move(event));
  }
  decision(std::vector<typename Domain::event> events)
      : events_{std::move(events)} {}                       // NOLINT(google-explicit-constructor)
  decision(typename Domain::refusal why) : refusal_{why} {} // NOLINT(google-explicit-constructor)

  [[nodiscard]] auto is_refused() const -> bool { return refusal_.has_value(); }
  [[nodiscard]] auto refusal() const { return refusal_; }
  [[nodiscard]] auto events() const& -> const std::vector<typename Domain::event>& { return events_; }
  /// By value from a temporary, so that `for (auto& e : decide(…).events())` does not dangle.
  [[nodiscard]] auto events() && -> std::vector<typename Domain::event> { return std::move(events_); }

 private:
  std::vector<typename Domain::event> events_;
  std::optional<typename Domain::refusal> refusal_;
};

// A domain whose events begin a saga may say by when that is to be over; the time is handed on to all that leads it
// forward (see `reaction::expires`):
//
//     static auto deadline_of(const event& e) -> std::optional<timestamp>;

/// A command that the aggregate wants to receive at a point in time: a deadline kept in its own state, hence in the log.
/// The broker's timer only wakes it. `command` must tolerate arriving early, late or twice.
template <class Domain>
struct alarm {
  typename Domain::command command;
  timestamp at;
};

} // namespace sinew
