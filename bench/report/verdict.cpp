// SPDX-License-Identifier: Apache-2.0
#include "bench/report/verdict.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sinew::bench {

auto verdict_of(const run_result& run) -> std::string_view {
  if (run.is_void())
    return "void";
  return run.saturated ? "saturated" : "ok";
}

auto verdict_text(const run_result& run) -> std::string {
  if (run.is_void())
    return fmt::format("void: {}", fmt::join(run.void_reasons, "; "));
  return std::string{verdict_of(run)};
}

auto is_comparable(const run_result& run) -> bool {
  return verdict_of(run) == "ok" && run.latency.count() > 0;
}

auto are_both_at_their_limit(const run_result& one, const run_result& other) -> bool {
  const auto is_at_its_limit = [](const run_result& run) { return verdict_of(run) == "saturated" && run.done > 0; };
  return is_at_its_limit(one) && is_at_its_limit(other);
}

} // namespace sinew::bench
