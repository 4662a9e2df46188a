// SPDX-License-Identifier: Apache-2.0
#include "bench/report/comparison.hpp"

#include "bench/report/report_json.hpp"
#include "bench/rig/slo.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

auto change_of(double before, double now) -> double {
  return before == 0 ? 0 : now / before - 1;
}

auto latency_figure(const std::string& of, const run_result& before, const run_result& now, double percent,
                    double tolerance) -> compared_figure {
  const auto then = before.latency.percentile(percent);
  const auto today = now.latency.percentile(percent);
  const auto change = change_of(static_cast<double>(then.count()), static_cast<double>(today.count()));
  return {.text = fmt::format("{}: p{} {} -> {} ({:+.0f} %)", of, percent, latency_text(then), latency_text(today),
                              change * 100),
          .worse = change > tolerance};
}

auto rate_figure(const std::string& of, std::string_view what, double before, double now, double tolerance)
    -> compared_figure {
  const auto change = change_of(before, now);
  return {.text = fmt::format("{}: {} {:.1f}/s -> {:.1f}/s ({:+.0f} %)", of, what, before, now, change * 100),
          .worse = change < -tolerance};
}

auto counts(const measurement& m) -> bool {
  return !m.step_of_search && !m.result.is_void();
}

void compare_runs(const measurement& before, const measurement& now, double tolerance,
                  std::vector<compared_figure>& into) {
  const auto of = fmt::format("{}, {}, {:.0f}/s", now.scenario, to_string(now.whose), now.result.plan.rate);
  std::vector<compared_figure> figures;
  for (const auto percent : {50.0, 99.0})
    figures.push_back(latency_figure(of, before.result, now.result, percent, tolerance));
  figures.push_back(rate_figure(of, "done", before.result.done_per_second, now.result.done_per_second, tolerance));
  for (auto& figure : figures) {
    figure.worse = figure.worse && now.whose == side::sinew;
    into.push_back(std::move(figure));
  }
}

} // namespace

auto compare(const report& before, const report& now, double tolerance) -> std::vector<compared_figure> {
  std::vector<compared_figure> figures;
  for (const auto& m : now.measurements) {
    const auto same = std::ranges::find_if(before.measurements, [&](const measurement& other) {
      return counts(other) && other.scenario == m.scenario && other.whose == m.whose &&
             other.result.plan.rate == m.result.plan.rate;
    });
    if (counts(m) && same != before.measurements.end())
      compare_runs(*same, m, tolerance, figures);
  }
  for (const auto& k : now.knees) {
    const auto same = std::ranges::find_if(before.knees, [&](const report::knee& other) {
      return other.scenario == k.scenario && other.whose == k.whose && other.slo == k.slo;
    });
    if (same == before.knees.end())
      continue;
    figures.push_back(
        rate_figure(fmt::format("{}, {}", k.scenario, to_string(k.whose)), "knee", same->rate, k.rate, tolerance));
    figures.back().worse = figures.back().worse && k.whose == side::sinew;
  }
  return figures;
}

} // namespace sinew::bench
