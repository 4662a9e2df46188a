// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/strangler/answer_comparison.hpp"
#include "kernel/time.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// What became of one request that both sides were to answer.
enum class parity : std::uint8_t {
  equal,
  different,
  /// That side gave no answer, or said that it cannot (502, 503, 504): there was nothing to compare.
  legacy_failed,
  modern_failed,
  /// Too many comparisons were under way: only the side whose answer counts was asked.
  skipped,
};
inline constexpr std::size_t parity_kinds = 5;

/// "equal", "different", "legacy_failed", "new_failed", "skipped"
auto to_string(parity how) -> std::string_view;

/// Which request it was. Neither its query nor its headers: what clients write there is theirs.
struct compared_request {
  std::string method;
  std::string path;
  std::string id; // empty: of no single aggregate
  timestamp when{};
};

/// How far the two sides of one resource answer alike: counts, and the newest differences. In memory, of this gateway alone.
class parity_report {
 public:
  /// Differences that are kept.
  static constexpr std::size_t most_kept = 100;

  explicit parity_report(timestamp since) : since_{since} {}

  void count(parity how) { ++counts_.at(static_cast<std::size_t>(how)); }
  void add(compared_request what, answer_difference how);

  /// {"since":…,"compared":…,"equal":…,…,"differences":[…]}, the newest difference first.
  [[nodiscard]] auto to_json() const -> nlohmann::ordered_json;

 private:
  struct kept {
    compared_request what;
    answer_difference how;
  };

  [[nodiscard]] auto of(parity how) const -> std::uint64_t { return counts_.at(static_cast<std::size_t>(how)); }

  timestamp since_;
  std::array<std::uint64_t, parity_kinds> counts_{};
  std::deque<kept> newest_; // first
};

} // namespace sinew::gateway
