// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace sinew::bench {

/// Finds the longest pause of a service that is made of parts: the longest time in which operations of one part were due and
/// none of that part ended well. A pause begins when the first of them is due, for a part that nobody asks does not
/// pause, and ends when any of them ends well. Pure. Times since any fixed moment, never going back.
class pause_watch {
 public:
  using time = std::chrono::nanoseconds;

  /// `parts` >= 1. What is due before `from` is not watched.
  pause_watch(std::size_t parts, time from) : from_{from}, waiting_since_(parts) {}

  void due(std::size_t part, time now);
  void ended_well(std::size_t part, time now);

  /// Of all parts, with those pauses that are not over by `now`. Empty: nothing was due.
  [[nodiscard]] auto longest(time now) const -> std::optional<time>;

 private:
  time from_;
  std::vector<std::optional<time>> waiting_since_; // by part
  std::optional<time> longest_;
};

} // namespace sinew::bench
