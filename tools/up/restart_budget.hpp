// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace sinew {

/// When a child that died may start again, and when to give up: the delay doubles with each rapid death, and a child
/// that lived long enough begins anew. Pure; one per child.
class restart_budget {
 public:
  struct rules {
    std::chrono::milliseconds first_delay{200};
    std::chrono::milliseconds longest_delay{5'000};
    /// Whoever lived this long did not die rapidly.
    std::chrono::milliseconds long_life{10'000};
    /// Rapid deaths in a row that are forgiven.
    int forgiven = 6;
  };

  explicit restart_budget(rules r) : rules_{r} {}
  restart_budget() : restart_budget{rules{}} {}

  /// The child died after `life`: how long to wait, or nothing: give up.
  auto after_death(std::chrono::milliseconds life) -> std::optional<std::chrono::milliseconds> {
    rapid_deaths_ = life >= rules_.long_life ? 1 : rapid_deaths_ + 1;
    if (rapid_deaths_ > rules_.forgiven)
      return std::nullopt;
    const auto doublings = std::min(rapid_deaths_ - 1, 16);
    return std::min(rules_.first_delay * (1 << doublings), rules_.longest_delay);
  }

  [[nodiscard]] auto rapid_deaths() const -> int { return rapid_deaths_; }

 private:
  rules rules_;
  int rapid_deaths_ = 0;
};

} // namespace sinew
