// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/exit_code.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace sinew {

/// Counts how the commands of a file ended, and how long each took.
class tally {
 public:
  void count(exit_code how, std::chrono::nanoseconds took);

  [[nodiscard]] auto total() const -> std::size_t { return accepted_ + refused_ + failed_; }
  /// The worst of all; `done` for none.
  [[nodiscard]] auto worst() const -> exit_code { return worst_; }
  /// "40 sent: 38 accepted, 2 refused, 0 failed in 0.12 s (333/s), p50 1.2 ms, p99 4.0 ms"
  [[nodiscard]] auto summary(std::chrono::nanoseconds elapsed) const -> std::string;

 private:
  std::size_t accepted_ = 0;
  std::size_t refused_ = 0;
  std::size_t failed_ = 0;
  exit_code worst_ = exit_code::done;
  std::vector<std::chrono::nanoseconds> times_; // of those that were answered
};

} // namespace sinew
