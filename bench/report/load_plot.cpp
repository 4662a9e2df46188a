// SPDX-License-Identifier: Apache-2.0
#include "bench/report/figures.hpp"
#include "bench/report/plots.hpp"
#include "bench/report/svg_plot.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>

namespace sinew::bench {

namespace {

struct quantile {
  double percent;
  std::string_view name;
  double ink;
};
constexpr std::array quantiles{quantile{50, "p50", 0.5}, quantile{99, "p99", 0.75}, quantile{99.9, "p99.9", 1}};

auto latency_at(const measurement& m, double percent) -> double {
  return static_cast<double>(m.result.latency.percentile(percent).count());
}

/// Those of one side that are measurements, by rate.
auto by_rate(const measured& runs, side whose) -> measured {
  measured own;
  for (const auto* m : runs)
    if (m->whose == whose && !m->result.is_void() && m->result.latency.count() > 0)
      own.push_back(m);
  std::ranges::stable_sort(own, {}, [](const measurement* m) { return m->result.plan.rate; });
  return own;
}

/// One quantile of one side: a line as far as the target kept up, and crosses from there on.
void draw(svg_plot& on, const measured& own, const quantile& q) {
  points good;
  points collapse;
  for (const auto* m : own) {
    const std::pair here{m->result.plan.rate, latency_at(*m, q.percent)};
    if (m->result.saturated && collapse.empty() && !good.empty())
      collapse.push_back(good.back());
    (m->result.saturated ? collapse : good).push_back(here);
  }
  on.curve(good, to_string(own.front()->whose), q.ink);
  if (collapse.size() > 1)
    on.curve(collapse, "bad", q.ink);
  for (const auto* m : own)
    on.mark(m->result.plan.rate, latency_at(*m, q.percent), m->result.saturated ? "bad" : to_string(m->whose),
            fmt::format("{} {} at {}: {}{}", name_of(m->whose), q.name, rate_figure(m->result.plan.rate),
                        figure(m->result.latency.percentile(q.percent)), m->result.saturated ? ", saturated" : ""),
            m->result.saturated, q.ink);
  on.label(own.back()->result.plan.rate, latency_at(*own.back(), q.percent),
           own.back()->result.saturated ? "bad" : to_string(own.back()->whose),
           fmt::format("{} {}", name_of(own.back()->whose), q.name));
}

} // namespace

auto load_plot(std::string_view id, const measured& runs, const std::vector<report::knee>& knees) -> std::string {
  double fastest = 0;
  double least = 1e12;
  double most = 0;
  const std::array sides{by_rate(runs, side::static_route), by_rate(runs, side::floor), by_rate(runs, side::sinew)};
  for (const auto& own : sides)
    for (const auto* m : own) {
      fastest = std::max(fastest, m->result.plan.rate);
      least = std::min(least, latency_at(*m, 50));
      most = std::max(most, latency_at(*m, 99.9));
    }
  if (fastest == 0)
    return {};
  for (const auto& k : knees) {
    fastest = std::max(fastest, k.rate);
    most = std::max(most, static_cast<double>(k.slo.count()));
  }
  svg_plot plot{
      id,
      "Latency against offered load",
      "p50, p99 and p99.9 of each rate; crosses are saturated runs. The table of this scenario has its figures.",
      counting_axis("offered operations per second", fastest * 1.04, rate_figure),
      latency_axis(least / 1.3, most * 1.3),
      {}};
  for (const auto& k : knees)
    plot.rule_at_x(k.rate, to_string(k.whose), fmt::format("{} knee {}", name_of(k.whose), rate_figure(k.rate)));
  if (!knees.empty())
    plot.rule_at_y(static_cast<double>(knees.front().slo.count()), "promise",
                   fmt::format("promised p99 {}", round_figure(static_cast<double>(knees.front().slo.count()))));
  for (const auto& own : sides)
    for (const auto& q : quantiles)
      if (!own.empty())
        draw(plot, own, q);
  return plot.str();
}

} // namespace sinew::bench
