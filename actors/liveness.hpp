// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/ports.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sinew {

/// Which nodes one observer believes to be alive: those it has heard of within `silence_limit`. Pure; time is passed in
/// and must be monotonic. To be asked to `check` every `check_interval`, which is also how it notices its own absence.
class liveness {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::milliseconds check_interval{100};
  /// A check that comes so late means that the observer did not run: what it has not heard says nothing about others.
  static constexpr std::chrono::milliseconds hiccup{500};
  /// After an absence of this length others may have taken the observer for dead.
  static constexpr std::chrono::milliseconds absence = silence_limit - heartbeat_interval;

  explicit liveness(time_point now) : last_check_{now} {}

  /// What the broker had stored when we began: alive for now, and to be heard of again.
  void found(node_record r, time_point now);
  /// A sign of life. True: the view is another now.
  auto heard(node_record r, time_point now) -> bool;
  /// It has said goodbye. True: the view is another now.
  auto left(std::string_view service, std::string_view node) -> bool;

  struct verdict {
    bool changed = false;
    bool was_away = false;
  };
  /// Strikes out those who have been silent for too long.
  auto check(time_point now) -> verdict;

  /// While cut off from the broker, nobody is struck out. Coming back is like the end of a pause.
  void cut_off(time_point now);
  auto back(time_point now) -> verdict;

  /// Everyone who was found has been heard of again, or struck out.
  [[nodiscard]] auto is_settled() const -> bool;
  /// By service and name.
  [[nodiscard]] auto nodes() const -> std::vector<node_record>;

 private:
  struct member {
    node_record record;
    time_point heard;
    bool is_confirmed = false;
  };

  auto resume(time_point now, std::chrono::steady_clock::duration away) -> verdict;

  std::map<std::pair<std::string, std::string>, member> members_; // by service and name
  time_point last_check_;
  std::optional<time_point> cut_off_since_;
};

} // namespace sinew
