// SPDX-License-Identifier: Apache-2.0
#include "tools/send/tally.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew {

namespace {

auto milliseconds(std::chrono::nanoseconds t) -> double {
  return std::chrono::duration<double, std::milli>{t}.count();
}

/// The smallest value that a share of all does not exceed (nearest rank). Precondition: sorted, not empty.
auto percentile(const std::vector<std::chrono::nanoseconds>& sorted, std::size_t percent) -> double {
  const auto rank = (sorted.size() * percent + 99) / 100;
  return milliseconds(sorted[std::max<std::size_t>(rank, 1) - 1]);
}

} // namespace

void tally::count(exit_code how, std::chrono::nanoseconds took) {
  auto& counter = how == exit_code::done ? accepted_ : how == exit_code::refused ? refused_ : failed_;
  ++counter;
  worst_ = std::max(worst_, how);
  if (how == exit_code::done || how == exit_code::refused)
    times_.push_back(took);
}

auto tally::summary(std::chrono::nanoseconds elapsed) const -> std::string {
  const auto seconds = milliseconds(elapsed) / 1000;
  auto text = fmt::format("{} sent: {} accepted, {} refused, {} failed in {:.2f} s", total(), accepted_, refused_,
                          failed_, seconds);
  if (times_.empty())
    return text;
  auto sorted = times_;
  std::ranges::sort(sorted);
  return text + fmt::format(" ({:.0f}/s), p50 {:.1f} ms, p99 {:.1f} ms",
                            static_cast<double>(times_.size()) / std::max(seconds, 1e-9), percentile(sorted, 50),
                            percentile(sorted, 99));
}

} // namespace sinew
