// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

// Figures that a process keeps of itself. Plain values of one thread, that of the loop: to count is to add.

/// What only grows, as long as the process lives.
class counter {
 public:
  void add(std::uint64_t more = 1) { value_ += more; }
  /// Of what is counted elsewhere.
  void set(std::uint64_t total) { value_ = total; }
  [[nodiscard]] auto value() const -> std::uint64_t { return value_; }

 private:
  std::uint64_t value_ = 0;
};

/// What only grows and is no whole number; counted elsewhere.
struct counted_fraction {
  double total = 0;
};

/// What is so much just now.
class gauge {
 public:
  explicit gauge(double now = 0) : value_{now} {}

  void set(double now) { value_ = now; }
  [[nodiscard]] auto value() const -> double { return value_; }

 private:
  double value_;
};

/// How often something was how large: counts by upper bound, and a sum.
class histogram {
 public:
  /// `bounds` ascend, and outlive it; whatever is larger than the last counts above it.
  explicit histogram(std::span<const double> bounds) : bounds_{bounds}, counts_(bounds.size() + 1) {}

  void observe(double value) {
    const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
    ++counts_[static_cast<std::size_t>(bucket)];
    sum_ += value;
  }
  [[nodiscard]] auto bounds() const -> std::span<const double> { return bounds_; }
  /// One more than bounds, each by itself.
  [[nodiscard]] auto counts() const -> const std::vector<std::uint64_t>& { return counts_; }
  [[nodiscard]] auto sum() const -> double { return sum_; }

 private:
  std::span<const double> bounds_;
  std::vector<std::uint64_t> counts_;
  double sum_ = 0;
};

/// Bounds in seconds: for what takes part of a millisecond when all is well, and for what takes as long as a saga.
inline constexpr double quick[] = {0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                   0.025,   0.05,   0.1,     0.25,   0.5,   1,      2.5,   5};
inline constexpr double slow[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};

} // namespace sinew
