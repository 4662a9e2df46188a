// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_result.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sinew::bench {

/// A promise about latency: `p99<5ms`, `p99.9<20ms`, `p50<=500us`.
struct slo {
  double percent = 99; // 0 … 100, without 0
  bool or_equal = false;
  std::chrono::nanoseconds limit{};

  /// invalid_input: it is not of that form; the sentence shows one that is.
  static auto parse(std::string_view text) -> result<slo>;

  /// The latency that so many percent of all intended operations were not slower than. What was refused, failed or never
  /// answered is slower than anything: empty, when that is what stands at this place. Empty without operations, too.
  [[nodiscard]] auto seen_in(const run_result& run) const -> std::optional<std::chrono::nanoseconds>;
  [[nodiscard]] auto holds(const run_result& run) const -> bool;
};

/// "p99<5ms".
auto to_string(const slo& s) -> std::string;

/// "500us", "5ms", "1.5s": a positive number and its unit. invalid_input otherwise.
auto parse_latency(std::string_view text) -> result<std::chrono::nanoseconds>;
/// Three digits and a unit: "312 us", "4.81 ms", "12.0 s".
auto latency_text(std::chrono::nanoseconds latency) -> std::string;

} // namespace sinew::bench
