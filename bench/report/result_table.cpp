// SPDX-License-Identifier: Apache-2.0
#include "bench/report/result_table.hpp"

#include "bench/report/figures.hpp"
#include "bench/report/raw_histograms.hpp"
#include "bench/report/verdict.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace sinew::bench {

namespace {

auto cell(std::string_view text) -> std::string {
  return fmt::format("<td class=\"figure\">{}</td>", escaped(text));
}

auto row_class(const run_result& r) -> std::string_view {
  if (r.is_void())
    return "doubtful void";
  return r.saturated ? "doubtful saturated" : "good";
}

auto result_row(const measurement& m, std::size_t index) -> std::string {
  const auto& r = m.result;
  const auto& l = r.latency;
  auto row =
      fmt::format("<tr class=\"{}\"><td class=\"word {}\">{}</td>", row_class(r), to_string(m.whose), name_of(m.whose));
  row += cell(rate_figure(r.plan.rate));
  row += fmt::format("<td class=\"wrap {}\">{}</td>", verdict_of(r) == "ok" ? "" : "bad", escaped(verdict_text(r)));
  row += cell(rate_figure(r.done_per_second));
  for (const double percent : {50.0, 90.0, 99.0, 99.9})
    row += cell(figure(l.percentile(percent)));
  row += cell(figure(l.max()));
  row += cell(count_figure(r.done)) + cell(count_figure(r.refused)) + cell(count_figure(r.failed)) +
         cell(count_figure(r.unanswered)) + cell(figure(r.lateness.percentile(99)));
  const auto name = histogram_name(m, index);
  return row + fmt::format("<td class=\"word\"><a href=\"{0}.hgrm\">hgrm</a> <a href=\"{0}.hlog\">hlog</a></td></tr>\n",
                           name);
}

auto ratio_cell(const measurement& ours, const measurement& floor, double percent) -> std::string {
  const auto below = static_cast<double>(floor.result.latency.percentile(percent).count());
  return cell(
      ratio_figure(static_cast<double>(ours.result.latency.percentile(percent).count()) / std::max(below, 1.0)));
}

auto ratio_row(const measurement& ours, const measurement& floor) -> std::string {
  const auto start = fmt::format("<tr><th scope=\"row\">{}</th>", rate_figure(ours.result.plan.rate));
  if (are_both_at_their_limit(ours.result, floor.result))
    return start + "<td class=\"wrap\" colspan=\"2\">both saturated</td>" +
           cell(ratio_figure(ours.result.done_per_second / floor.result.done_per_second)) + "</tr>\n";
  if (!is_comparable(ours.result) || !is_comparable(floor.result))
    return start + fmt::format("<td class=\"wrap bad\" colspan=\"3\">no ratio: Sinew {}, floor {}</td></tr>\n",
                               verdict_of(ours.result), verdict_of(floor.result));
  return start + ratio_cell(ours, floor, 50) + ratio_cell(ours, floor, 99) +
         cell(ratio_figure(ours.result.done_per_second / std::max(floor.result.done_per_second, 1e-9))) + "</tr>\n";
}

} // namespace

auto result_table(const measured& runs, const std::vector<std::size_t>& indices) -> std::string {
  std::string text =
      "<div class=\"scroll wide\" tabindex=\"0\" role=\"region\" aria-label=\"Results\"><table><thead><tr><th "
      "scope=\"col\" "
      "class=\"word\">side</th><th scope=\"col\">offered</th><th scope=\"col\" class=\"word\">verdict</th>";
  for (const auto* head :
       {"reached", "p50", "p90", "p99", "p99.9", "max", "done", "refused", "failed", "unanswered", "rig late, p99"})
    text += fmt::format("<th scope=\"col\">{}</th>", head);
  text += "<th scope=\"col\" class=\"word\">raw</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < runs.size(); ++i)
    text += result_row(*runs[i], indices[i]);
  return text + "</tbody></table></div>\n";
}

auto ratio_table(const measured& runs) -> std::string {
  std::string rows;
  for (const auto* ours : runs)
    for (const auto* floor : runs)
      if (ours->whose == side::sinew && floor->whose == side::floor &&
          ours->result.plan.rate == floor->result.plan.rate)
        rows += ratio_row(*ours, *floor);
  if (rows.empty())
    return {};
  return "<h3>Sinew to floor</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Ratios\"><table>"
         "<thead><tr><th scope=\"col\">offered</th><th scope=\"col\">p50</th><th scope=\"col\">p99</th>"
         "<th scope=\"col\">done/s</th></tr></thead><tbody>\n" +
         rows + "</tbody></table></div>\n";
}

auto hop_table(const run_result& of) -> std::string {
  if (of.hops.empty())
    return {};
  std::string text =
      "<table><thead><tr><th scope=\"col\" class=\"word\">hop</th><th scope=\"col\">p50</th><th scope=\"col\">p99</th>"
      "<th scope=\"col\">share</th><th scope=\"col\" class=\"word\">is the time</th></tr></thead><tbody>\n";
  for (const auto& h : of.hops)
    text += fmt::format("<tr><th scope=\"row\" class=\"word\">{}</th>{}{}{}<td class=\"word\">{}</td></tr>\n",
                        escaped(h.name), cell(figure(h.latency.percentile(50))), cell(figure(h.latency.percentile(99))),
                        cell(fmt::format("{:.0f} %", 100 * share_of(h, of.hops))), escaped(h.about));
  return text + "</tbody></table>\n";
}

auto slice_table(const run_result& of) -> std::string {
  std::string text =
      "<table><thead><tr><th scope=\"col\">from</th><th scope=\"col\">p50</th><th scope=\"col\">p99</th><th "
      "scope=\"col\">max</th><th scope=\"col\">done</th><th scope=\"col\">not done</th></tr></thead><tbody>\n";
  for (const auto& s : of.slices) {
    text += fmt::format("<tr><th scope=\"row\">{:.1f} s</th>", std::chrono::duration<double>(s.from).count());
    for (const auto value : {s.latency.percentile(50), s.latency.percentile(99), s.latency.max()})
      text += cell(s.latency.count() == 0 ? "–" : figure(value));
    text += cell(count_figure(s.done)) + cell(count_figure(s.not_done)) + "</tr>\n";
  }
  return text + "</tbody></table>\n";
}

} // namespace sinew::bench
