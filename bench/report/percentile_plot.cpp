// SPDX-License-Identifier: Apache-2.0
#include "bench/report/figures.hpp"
#include "bench/report/plots.hpp"
#include "bench/report/svg_plot.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <cmath>

namespace sinew::bench {

namespace {

constexpr double farthest = 7; // 99.99999 %: no run has more

/// 1/(1-p), on which tails are as wide as bodies. The last of `count` has no place on it; it is put at its own share.
auto stretched(double percent, std::uint64_t count) -> double {
  const auto rest = std::max(1 - percent / 100, 1 / static_cast<double>(std::max<std::uint64_t>(count, 1)));
  return 1 / rest;
}

auto percentile_axis(std::uint64_t most) -> axis {
  const auto end =
      std::clamp(std::ceil(std::log10(static_cast<double>(std::max<std::uint64_t>(most, 1)))), 2.0, farthest);
  axis made{.title = "share of operations that were at most so slow",
            .from = 1,
            .to = std::pow(10, end),
            .logarithmic = true,
            .ticks = {{2, "50 %"}, {10, "90 %"}, {100, "99 %"}}};
  for (int nines = 1; nines + 2 <= static_cast<int>(end); ++nines)
    made.ticks.push_back(
        {std::pow(10, nines + 2), fmt::format("99.{} %", std::string(static_cast<std::size_t>(nines), '9'))});
  return made;
}

auto curve_of(const run_result& r) -> points {
  points through;
  for (const auto& step : r.latency.curve())
    through.emplace_back(stretched(step.percent, r.latency.count()), static_cast<double>(step.latency.count()));
  return through;
}

/// The faster the load, the stronger the ink.
auto ink_of(const measured& runs, const measurement& m) -> double {
  double most = 0;
  for (const auto* other : runs)
    most = std::max(most, other->result.plan.rate);
  return 0.5 + 0.5 * m.result.plan.rate / most;
}

auto drawable(const measured& runs) -> measured {
  measured good;
  for (const auto* m : runs)
    if (!m->result.is_void() && m->result.latency.count() > 0)
      good.push_back(m);
  return good;
}

} // namespace

auto name_of(side whose) -> std::string_view {
  return whose == side::sinew ? "Sinew" : to_string(whose);
}

auto percentile_plot(std::string_view id, const measured& runs) -> std::string {
  const auto drawn = drawable(runs);
  if (drawn.empty())
    return {};
  double least = 1e12;
  double most = 0;
  std::uint64_t count = 0;
  for (const auto* m : drawn) {
    least = std::min(least, static_cast<double>(m->result.latency.percentile(0).count()));
    most = std::max(most, static_cast<double>(m->result.latency.max().count()));
    count = std::max(count, m->result.latency.count());
  }
  svg_plot plot{id,
                "Latency by percentile",
                "One curve for each rate and side. The table of this scenario has its figures.",
                percentile_axis(count),
                latency_axis(least, most),
                {}};
  for (const auto* m : drawn) {
    const auto look = m->result.saturated ? "bad" : to_string(m->whose);
    const auto through = curve_of(m->result);
    plot.curve(through, look, ink_of(drawn, *m));
    plot.label(through.back().first, through.back().second, look,
               fmt::format("{} {}{}", name_of(m->whose), rate_figure(m->result.plan.rate),
                           m->result.saturated ? " saturated" : ""));
  }
  return plot.str();
}

} // namespace sinew::bench
