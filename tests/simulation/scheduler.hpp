// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/seeded_randomness.hpp"
#include "tests/simulation/place.hpp"
#include "tests/simulation/trace.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace simulation {

/// Decides which of all places turns next, by seed, and lets time jump when none has anything to do.
class scheduler {
 public:
  scheduler(std::uint64_t seed, trace& told) : chance_{seed}, told_{told} {}

  /// A new place, scheduled until the last owner lets go of it.
  auto open() -> std::shared_ptr<place>;

  [[nodiscard]] auto now() const -> const time_point& { return now_; }
  /// Since the beginning.
  [[nodiscard]] auto elapsed() const -> duration { return now_ - beginning; }
  /// Turns of all places so far.
  [[nodiscard]] auto turns() const -> std::uint64_t { return turns_; }

  /// Lets `span` pass. `after_turn` is called after each turn.
  void run(duration span, const std::function<void()>& after_turn);

  static constexpr time_point beginning = time_point{} + std::chrono::hours{1};

 private:
  /// One turn of a place that has something to do now, or a jump to when the first has. False: not before `end`.
  auto step(time_point end) -> bool;

  time_point now_ = beginning;
  sinew::seeded_randomness chance_;
  trace& told_;
  int last_number_ = 0;
  std::uint64_t turns_ = 0;
  /// Looked at before every turn, which is most of what a run does: the address is kept beside the weak pointer, for while no place
  /// turns none can go away.
  struct opened {
    std::weak_ptr<place> owned;
    place* at;
  };
  std::vector<opened> places_;
  std::vector<const opened*> ready_;
};

} // namespace simulation
