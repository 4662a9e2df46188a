// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// When a circuit breaker opens and closes. The defaults suit a party that usually answers within a second.
struct breaker_options {
  /// Opens after so many failures in a row. 1 … 1,000.
  std::size_t failures_in_a_row = 5;
  /// Opens when at least `failing_percent` of the last `window` outcomes are failures; not before the window is full. The
  /// window bounds memory. 2 … 10,000; 1 … 100.
  std::size_t window = 20;
  unsigned failing_percent = 50;
  /// How long nobody is let through after that.
  std::chrono::milliseconds open_time{2'000};
  /// Half open: calls that may try, at once and in all; so many successes close the breaker. 1 … 100.
  std::size_t probes = 3;

  /// All faults at once, each naming the field and its range; empty when there is none.
  [[nodiscard]] auto validate() const -> std::vector<std::string>;
};

/// Stops calling somebody who does not answer, so that callers fail at once and the other side can recover.
///
///     closed --too many failures--> open --open_time is over--> half open --`probes` successes--> closed
///                                     ^------------one failure------'
///
/// Pure: time is passed in and must not go backwards. Whoever is admitted holds a ticket and hands it back exactly once;
/// tickets from before the last change of state say nothing any more. (M. Nygard, Release It!, 2007, "Circuit Breaker";
/// the window follows resilience4j.)
class circuit_breaker {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  enum class state : std::uint8_t { closed, open, half_open };
  /// The permission for one call.
  struct ticket {
    std::uint64_t era;
  };

  explicit circuit_breaker(breaker_options options) : options_{options} {}

  /// Nothing: not now; `open_until` says until when, unless all probes are under way.
  auto admit(time_point now) -> std::optional<ticket>;
  void succeeded(ticket of);
  void failed(ticket of, time_point now);
  /// The call ended without telling anything about the other side.
  void abandoned(ticket of);

  /// Open becomes half open by time alone: the next call is a probe.
  [[nodiscard]] auto at(time_point now) const -> state;
  /// The end of the latest open time; in the past when nobody is kept out by it.
  [[nodiscard]] auto open_until() const -> time_point { return open_until_; }
  /// How often it has opened.
  [[nodiscard]] auto openings() const -> std::uint64_t { return openings_; }

 private:
  void enter(state next);
  void open(time_point now);
  void note(bool failure);
  [[nodiscard]] auto is_failing() const -> bool;

  breaker_options options_;
  state state_ = state::closed;
  std::uint64_t era_ = 0; // counts changes of state
  // closed
  std::deque<bool> outcomes_; // true: a failure
  std::size_t failures_ = 0;  // among them
  std::size_t in_a_row_ = 0;
  // open
  time_point open_until_{};
  std::uint64_t openings_ = 0;
  // half open
  std::size_t probing_ = 0;
  std::size_t proven_ = 0;
};

/// "closed", "open", "half_open".
auto to_string(circuit_breaker::state at) -> std::string_view;

} // namespace sinew
