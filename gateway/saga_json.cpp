// SPDX-License-Identifier: Apache-2.0
#include "gateway/saga_json.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace sinew::gateway {

namespace {

using durations = std::vector<std::chrono::nanoseconds>;

auto milliseconds(std::chrono::nanoseconds t) -> double {
  // Microseconds are what a reader can use.
  return std::chrono::duration<double, std::milli>{std::chrono::floor<std::chrono::microseconds>(t)}.count();
}

/// Nearest rank: each figure is one that was measured.
auto percentiles_json(durations all) -> ordered_json {
  ordered_json told{{"count", all.size()}};
  if (all.empty())
    return told;
  std::ranges::sort(all);
  const auto at = [&](std::size_t percent) {
    const auto rank = (all.size() * percent + 99) / 100;
    return milliseconds(all[std::max<std::size_t>(rank, 1) - 1]);
  };
  told["p50"] = at(50);
  told["p90"] = at(90);
  told["p99"] = at(99);
  told["max"] = at(100);
  return told;
}

} // namespace

auto saga_row_json(const saga_row& row, std::string_view state) -> ordered_json {
  ordered_json told{{"id", row.id}, {"state", state}};
  if (!row.customer.empty())
    told["customer"] = row.customer;
  if (!row.code.empty())
    told["code"] = row.code;
  if (row.placed_at)
    told["placed_at"] = to_rfc3339(*row.placed_at);
  if (row.ended_at)
    told["ended_at"] = to_rfc3339(*row.ended_at);
  if (const auto duration = row.duration())
    told["duration_ms"] = milliseconds(*duration);
  return told;
}

auto saga_figures_json(const saga_table& table, bool is_complete, const saga_state_of& state_of) -> ordered_json {
  std::map<std::string_view, std::uint64_t> counts;
  std::map<std::string_view, durations> took;
  std::optional<timestamp> oldest;
  table.for_each(std::numeric_limits<std::uint64_t>::max(), [&](const saga_row& row) {
    ++counts[state_of(row)];
    if (const auto duration = row.duration())
      took[name_of(row.at)].push_back(*duration);
    oldest = row.placed_at ? row.placed_at : oldest;
    return true;
  });
  ordered_json told{{"scope", {{"orders", table.size()}, {"complete", is_complete}}}};
  if (oldest)
    told["scope"]["since"] = to_rfc3339(*oldest);
  for (const auto state : saga_states)
    told["counts"][std::string{state}] = counts[state];
  for (const auto* state : {"completed", "compensated"})
    told["durations_ms"][state] = percentiles_json(took[state]);
  return told;
}

} // namespace sinew::gateway
