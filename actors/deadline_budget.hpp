// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/time.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace sinew {

/// How much time is left for whatever a message leads to: one point in time that is handed on from step to step, so that
/// nobody works for someone who has given up. Without a deadline there is time without end.
///
/// Pure: the time is passed in. Never negative, and never grows on its way. (Deadline propagation: B. Beyer et al., Site
/// Reliability Engineering, 2016, ch. 22; gRPC does the same.)
class deadline_budget {
 public:
  static constexpr auto endless = std::chrono::milliseconds::max();

  /// No limit.
  deadline_budget() = default;
  /// Until then; the epoch, as messages write it, is "no limit".
  explicit deadline_budget(timestamp until) {
    if (until != timestamp{})
      until_ = until;
  }

  [[nodiscard]] auto has_limit() const -> bool { return until_.has_value(); }
  /// The epoch when there is no limit: what messages carry.
  [[nodiscard]] auto until() const -> timestamp { return until_.value_or(timestamp{}); }
  /// 0 … endless.
  [[nodiscard]] auto left(timestamp now) const -> std::chrono::milliseconds {
    if (!until_)
      return endless;
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(*until_ - now), std::chrono::milliseconds{0});
  }
  [[nodiscard]] auto is_spent(timestamp now) const -> bool { return left(now).count() == 0; }
  /// The stricter of the two.
  [[nodiscard]] auto within(const deadline_budget& other) const -> deadline_budget {
    if (!until_ || !other.until_)
      return until_ ? *this : other;
    return deadline_budget{std::min(*until_, *other.until_)};
  }

 private:
  std::optional<timestamp> until_;
};

} // namespace sinew
