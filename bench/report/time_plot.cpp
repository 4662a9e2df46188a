// SPDX-License-Identifier: Apache-2.0
#include "bench/report/figures.hpp"
#include "bench/report/plots.hpp"
#include "bench/report/svg_plot.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cmath>

namespace sinew::bench {

namespace {

constexpr std::size_t most_columns = 240;

/// Some slices put together, so that a long run does not become a smear.
struct column {
  double from;
  double to;
  std::uint64_t not_done = 0;
  histogram latency;
};

auto columns_of(const run_result& r) -> std::vector<column> {
  const auto together = (r.slices.size() + most_columns - 1) / most_columns;
  std::vector<column> all;
  const auto seconds = [](auto t) { return std::chrono::duration<double>(t).count(); };
  for (std::size_t i = 0; i < r.slices.size(); i += together) {
    const auto end = std::min(i + together, r.slices.size());
    column c{.from = seconds(r.slices[i].from),
             .to = end < r.slices.size() ? seconds(r.slices[end].from) : seconds(r.plan.duration)};
    for (auto at = i; at < end; ++at) {
      c.not_done += r.slices[at].not_done;
      c.latency.add(r.slices[at].latency);
    }
    all.push_back(std::move(c));
  }
  return all;
}

auto seconds_label(double s) -> std::string {
  return fmt::format("{:g} s", s);
}

/// Lines that break where nothing ended.
void draw(svg_plot& on, const std::vector<column>& all, std::string_view name, std::string_view look, double ink,
          double (*value)(const histogram&)) {
  points piece;
  std::pair<double, double> last{};
  for (const auto& c : all) {
    if (c.latency.count() == 0) {
      on.curve(piece, look, ink);
      piece.clear();
      continue;
    }
    last = {(c.from + c.to) / 2, value(c.latency)};
    piece.push_back(last);
  }
  on.curve(piece, look, ink);
  on.label(last.first, last.second, look, name);
}

/// Neighbours that are alike become one stripe: its width is the length of the failure.
void draw_failures(svg_plot& on, const std::vector<column>& all) {
  for (std::size_t i = 0; i < all.size();) {
    auto end = i;
    std::uint64_t lost = 0;
    for (; end < all.size() && all[end].not_done > 0; ++end)
      lost += all[end].not_done;
    if (end > i)
      on.band(all[i].from, all[end - 1].to, "bad",
              fmt::format("{} operations not done between {:.1f} s and {:.1f} s", count_figure(lost), all[i].from,
                          all[end - 1].to));
    i = std::max(end, i + 1);
  }
}

auto at_percent(const histogram& of, double percent) -> double {
  return static_cast<double>(of.percentile(percent).count());
}

} // namespace

auto time_plot(std::string_view id, const measurement& of) -> std::string {
  const auto all = columns_of(of.result);
  double least = 1e12;
  double most = 0;
  for (const auto& c : all)
    if (c.latency.count() > 0) {
      least = std::min(least, at_percent(c.latency, 50));
      most = std::max(most, static_cast<double>(c.latency.max().count()));
    }
  if (of.result.is_void() || most == 0)
    return {};
  svg_plot plot{
      id, fmt::format("Latency over time: {}, {}", name_of(of.whose), rate_figure(of.result.plan.rate)),
      "p50, p99 and the slowest of each slice; lines break where nothing ended. The table below has its figures.",
      counting_axis("time within the run", all.back().to, seconds_label), latency_axis(least / 1.3, most * 1.1),
      // What was done to the system is what such a run was made for.
      of.result.marks.empty() ? plot_size{.width = 460, .height = 230, .label_room = 44}
                              : plot_size{.width = 760, .height = 300, .label_room = 44}};
  const auto look = of.result.saturated ? "bad" : to_string(of.whose);
  draw_failures(plot, all);
  for (const auto& mark : of.result.marks)
    plot.rule_at_x(std::chrono::duration<double>(mark.at).count(), "bad", mark.text);
  draw(plot, all, "max", look, 0.4, [](const histogram& h) { return static_cast<double>(h.max().count()); });
  draw(plot, all, "p99", look, 0.7, [](const histogram& h) { return at_percent(h, 99); });
  draw(plot, all, "p50", look, 1, [](const histogram& h) { return at_percent(h, 50); });
  return plot.str();
}

} // namespace sinew::bench
