// SPDX-License-Identifier: Apache-2.0
#include "bench/report/text_table.hpp"

#include "bench/report/added_time.hpp"
#include "bench/report/figures.hpp"
#include "bench/report/report_json.hpp"
#include "bench/report/verdict.hpp"
#include "bench/rig/slo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace sinew::bench {

namespace {

using row = std::array<std::string, 13>;

const row titles{"scenario", "side", "offered/s", "done/s", "p50",        "p90",    "p99",
                 "p99.9",    "max",  "refused",   "failed", "unanswered", "verdict"};
constexpr std::size_t first_figure = 2;
constexpr std::size_t verdict = titles.size() - 1;

auto grouped(double number) -> std::string {
  return number < 100 ? fmt::format("{:.1f}", number) : count_figure(static_cast<std::uint64_t>(std::llround(number)));
}

auto row_of(const measurement& m) -> row {
  const auto& r = m.result;
  const auto at = [&](double percent) { return latency_text(r.latency.percentile(percent)); };
  return {m.scenario,
          std::string{to_string(m.whose)},
          grouped(r.plan.rate),
          grouped(r.done_per_second),
          at(50),
          at(90),
          at(99),
          at(99.9),
          latency_text(r.latency.max()),
          fmt::format("{}", r.refused),
          fmt::format("{}", r.failed),
          fmt::format("{}", r.unanswered),
          verdict_text(r)};
}

auto ink_of(const run_result& r) -> ink {
  if (r.is_void())
    return ink::bad;
  return r.saturated ? ink::warning : ink::good;
}

auto line_of(const row& cells, const std::array<std::size_t, titles.size()>& widths) -> std::string {
  std::string line;
  for (std::size_t i = 0; i < verdict; ++i)
    line +=
        i < first_figure ? fmt::format("{:<{}}  ", cells[i], widths[i]) : fmt::format("{:>{}}  ", cells[i], widths[i]);
  return line;
}

auto rows_of(const report& r, const terminal& where) -> std::string {
  std::array<std::size_t, titles.size()> widths{};
  const auto widen = [&](const row& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths[i] = std::max(widths[i], cells[i].size());
  };
  widen(titles);
  for (const auto& m : r.measurements)
    if (!m.step_of_search)
      widen(row_of(m));
  auto text = where.on_out(ink::bold, line_of(titles, widths) + titles[verdict]) + "\n";
  for (const auto& m : r.measurements) {
    if (m.step_of_search)
      continue;
    const auto cells = row_of(m);
    text += line_of(cells, widths) + where.on_out(ink_of(m.result), cells[verdict]) + "\n";
  }
  return text;
}

auto heading(const environment& e) -> std::string {
  const auto known = [](const std::string& s) { return s.empty() ? std::string{"unknown"} : s; };
  return fmt::format("durability {} · {} · {} · nats-server {} · sinew {} ({}) · idle jitter {} · rig {}{} · {}\n",
                     known(e.durability), known(e.processor), known(e.kernel), known(e.broker), known(e.sinew),
                     known(e.commit), latency_text(e.idle_jitter), known(e.rig_priority),
                     e.kept_awake > 0 ? " · processors kept awake" : "", e.when);
}

auto work_lines(const report& r) -> std::string {
  std::string text;
  std::vector<std::string> told;
  for (const auto& m : r.measurements) {
    if (std::ranges::find(told, m.scenario) != told.end())
      continue;
    told.push_back(m.scenario);
    text += fmt::format("{}: {}\n", m.scenario, m.work);
  }
  return text;
}

auto floor_of(const report& r, const measurement& ours) -> const measurement* {
  const auto found = std::ranges::find_if(r.measurements, [&](const measurement& m) {
    return m.whose == side::floor && !m.step_of_search && m.scenario == ours.scenario &&
           m.result.plan.rate == ours.result.plan.rate;
  });
  return found == r.measurements.end() ? nullptr : &*found;
}

auto ratio(const run_result& ours, const run_result& floor, double percent) -> double {
  const auto below = floor.latency.percentile(percent).count();
  return below == 0 ? 0 : static_cast<double>(ours.latency.percentile(percent).count()) / static_cast<double>(below);
}

/// What is no measurement, or one of a queue, is no measure of anything else.
auto ratio_text(const run_result& ours, const run_result& floor) -> std::string {
  if (are_both_at_their_limit(ours, floor))
    return fmt::format("both saturated, done/s {:.2f}", ours.done_per_second / floor.done_per_second);
  if (!is_comparable(ours) || !is_comparable(floor))
    return fmt::format("no ratio, for sinew is {} and the floor {}", verdict_of(ours), verdict_of(floor));
  return fmt::format("p50 {:.2f}, p99 {:.2f}", ratio(ours, floor, 50), ratio(ours, floor, 99));
}

auto ratio_lines(const report& r) -> std::string {
  std::string text;
  for (const auto& ours : r.measurements) {
    const auto* floor = ours.whose == side::sinew && !ours.step_of_search ? floor_of(r, ours) : nullptr;
    if (floor != nullptr)
      text += fmt::format("{} at {}/s, sinew / floor: {}\n", ours.scenario, grouped(ours.result.plan.rate),
                          ratio_text(ours.result, floor->result));
  }
  return text;
}

auto added_lines(const report& r) -> std::string {
  std::string text;
  for (const auto& added : added_times(r)) {
    const auto& alone = added.alone->result.latency;
    const auto objection = added.objection();
    text += fmt::format("{} at {}/s, the gateway adds: ", added.ours->scenario, grouped(added.ours->result.plan.rate));
    text += objection.empty()
                ? fmt::format("p50 {}, p99 {} (HTTP alone: p50 {}, p99 {})\n", signed_text(added.at(50), latency_text),
                              signed_text(added.at(99), latency_text), latency_text(alone.percentile(50)),
                              latency_text(alone.percentile(99)))
                : fmt::format("no figure, for {}\n", objection);
  }
  return text;
}

auto hop_rows(const std::vector<hop>& hops) -> std::string {
  std::size_t wide = 8;
  for (const auto& h : hops)
    wide = std::max(wide, h.name.size());
  auto text = fmt::format("  {:<{}}  {:>8}  {:>8}  {:>5}\n", "hop", wide, "p50", "p99", "share");
  for (const auto& h : hops)
    text +=
        fmt::format("  {:<{}}  {:>8}  {:>8}  {:>3.0f} %  {}\n", h.name, wide, latency_text(h.latency.percentile(50)),
                    latency_text(h.latency.percentile(99)), 100 * share_of(h, hops), h.about);
  return text;
}

auto hop_lines(const report& r) -> std::string {
  std::string text;
  for (const auto& m : r.measurements)
    if (!m.step_of_search && !m.result.hops.empty())
      text += fmt::format("{} at {}/s, where the time goes:\n{}", m.scenario, grouped(m.result.plan.rate),
                          hop_rows(m.result.hops));
  if (!text.empty())
    text += "Shares add up, percentiles do not. The times are of system clocks: of one machine, or they say nothing.\n";
  return text;
}

auto pause_lines(const report& r) -> std::string {
  std::string text;
  for (const auto& m : r.measurements) {
    if (m.step_of_search || !m.result.longest_pause)
      continue;
    text += fmt::format("{} at {}/s: longest pause of a partition {}", m.scenario, grouped(m.result.plan.rate),
                        latency_text(*m.result.longest_pause));
    for (const auto& mark : m.result.marks)
      text += fmt::format("; {} at {:.1f} s", mark.text, std::chrono::duration<double>{mark.at}.count());
    text += "\n";
  }
  return text;
}

auto knee_lines(const report& r) -> std::string {
  std::string text;
  for (const auto& k : r.knees)
    text +=
        fmt::format("{}, {}: {} (promise: {})\n", k.scenario, to_string(k.whose),
                    k.rate > 0 ? "knee at " + grouped(k.rate) + "/s" : "no rate kept the promise", latency_text(k.slo));
  return text;
}

} // namespace

auto text_table(const report& r, const terminal& where) -> std::string {
  auto text = where.on_out(ink::faint, heading(r.where)) + work_lines(r) + "\n" + rows_of(r, where);
  for (const auto& more : {ratio_lines(r), added_lines(r), hop_lines(r), pause_lines(r), knee_lines(r)})
    if (!more.empty())
      text += "\n" + more;
  if (r.slo)
    text += "\n" +
            where.on_out(r.slo->held ? ink::good : ink::bad,
                         fmt::format("{} {}: {}", r.slo->text, r.slo->held ? "held" : "broken", r.slo->seen)) +
            "\n";
  text.pop_back(); // the last line's end is the printer's
  return text;
}

} // namespace sinew::bench
