// SPDX-License-Identifier: Apache-2.0
#include "bench/report/html_report.hpp"

#include "bench/report/added_time.hpp"
#include "bench/report/figures.hpp"
#include "bench/report/page_style.hpp"
#include "bench/report/plots.hpp"
#include "bench/report/result_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <algorithm>

namespace sinew::bench {

namespace {

/// The measurements of one scenario, and where each stands in the report.
struct chapter {
  std::string scenario;
  measured runs;
  std::vector<std::size_t> indices;
};

auto chapters_of(const report& r) -> std::vector<chapter> {
  std::vector<chapter> all;
  for (std::size_t i = 0; i < r.measurements.size(); ++i) {
    const auto& m = r.measurements[i];
    auto at = std::ranges::find(all, m.scenario, &chapter::scenario);
    if (at == all.end())
      at = all.insert(all.end(), chapter{m.scenario, {}, {}});
    at->runs.push_back(&m);
    at->indices.push_back(i);
  }
  return all;
}

auto paragraph(std::string_view look, const std::string& markup) -> std::string {
  return fmt::format("<p class=\"{}\">{}</p>\n", look, markup);
}

auto figure_of(const std::string& plot, std::string_view title, std::string_view caption) -> std::string {
  if (plot.empty())
    return {};
  return fmt::format(
      "<h3>{0}</h3>\n<figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n{1}</div>"
      "<figcaption>{2}</figcaption></figure>\n",
      title, plot, caption);
}

auto slo_of(const report& r) -> std::string {
  if (!r.slo)
    return {};
  return fmt::format("<div class=\"{}\"><p><strong>Promise {}</strong> {}: {}</p></div>\n",
                     r.slo->held ? "kept" : "alarm", escaped(r.slo->text), r.slo->held ? "held" : "broken",
                     escaped(r.slo->seen));
}

auto doubts_of(const report& r) -> std::string {
  const auto is_void = std::ranges::count_if(r.measurements, [](const measurement& m) { return m.result.is_void(); });
  if (is_void == 0)
    return {};
  return fmt::format(
      "<div class=\"alarm\"><p><strong>{} of {} runs {} void</strong> and measured nothing: see the verdicts. "
      "Their figures are struck through, and no plot and no ratio has them.</p></div>\n",
      is_void, r.measurements.size(), is_void == 1 ? "is" : "are");
}

/// "Highest rate with p99 below 5 ms: Sinew 34,000/s, floor 41,000/s (83 %)".
auto knees_of(const report& r, const std::string& scenario) -> std::string {
  std::vector<std::string> said;
  double ours = 0;
  double floor = 0;
  std::chrono::nanoseconds slo{};
  for (const auto& k : r.knees) {
    if (k.scenario != scenario)
      continue;
    said.push_back(fmt::format("{} {}", name_of(k.whose), rate_figure(k.rate)));
    (k.whose == side::sinew ? ours : floor) = k.rate;
    slo = k.slo;
  }
  if (said.empty())
    return {};
  const auto share =
      ours > 0 && floor > 0 ? fmt::format(" ({:.0f} % of the floor)", 100 * ours / floor) : std::string{};
  return paragraph("lead", fmt::format("Highest rate with p99 below {}: {}{}.",
                                       round_figure(static_cast<double>(slo.count())), fmt::join(said, ", "), share));
}

/// "At 500/s, the longest pause of a partition was 1.83 s: payment-2 killed after 5.0 s."
auto pauses_of(const chapter& c) -> std::string {
  std::string text;
  for (const auto* m : c.runs) {
    if (!m->result.longest_pause || m->result.is_void())
      continue;
    auto said = fmt::format("At {}, the longest pause of a partition was {}", rate_figure(m->result.plan.rate),
                            figure(*m->result.longest_pause));
    for (const auto& mark : m->result.marks)
      said += fmt::format("; {} after {:.1f} s", escaped(mark.text), std::chrono::duration<double>(mark.at).count());
    text += paragraph("lead", said + ".");
  }
  return text;
}

/// "At 1,000/s, the gateway adds 112 µs at p50 and 340 µs at p99; HTTP alone takes 60.1 µs and 201 µs."
auto added_of(const report& r, const std::string& scenario) -> std::string {
  std::string text;
  for (const auto& added : added_times(r)) {
    if (added.ours->scenario != scenario)
      continue;
    const auto& alone = added.alone->result.latency;
    const auto objection = added.objection();
    const auto said = objection.empty()
                          ? fmt::format("the gateway adds {} at p50 and {} at p99; HTTP alone takes {} and {}",
                                        signed_text(added.at(50), figure), signed_text(added.at(99), figure),
                                        figure(alone.percentile(50)), figure(alone.percentile(99)))
                          : fmt::format("no figure says what the gateway adds, for {}", escaped(objection));
    text += paragraph("lead", fmt::format("At {}, {}.", rate_figure(added.ours->result.plan.rate), said));
  }
  return text;
}

/// One table for each run that asked where its time goes.
auto hops_of(const chapter& c) -> std::string {
  std::string tables;
  for (const auto* m : c.runs)
    if (!m->result.hops.empty() && !m->result.is_void())
      tables += fmt::format("<figure><figcaption>{}, {} offered</figcaption>{}</figure>\n", name_of(m->whose),
                            rate_figure(m->result.plan.rate), hop_table(m->result));
  if (tables.empty())
    return {};
  return fmt::format(
      "<h3>Where the time goes</h3>\n<div class=\"many\">{}</div>\n<p class=\"soft\">Shares add up, percentiles do "
      "not. The "
      "times are of system clocks: of one machine, or they say nothing.</p>\n",
      tables);
}

/// One small plot for each run, side by side, and its figures to unfold.
auto over_time(const chapter& c, std::size_t number) -> std::string {
  std::string plots;
  for (std::size_t i = 0; i < c.runs.size(); ++i) {
    const auto& m = *c.runs[i];
    const auto plot = time_plot(fmt::format("time-{}-{}", number, i), m);
    if (plot.empty())
      continue;
    const auto called = fmt::format("{}, {} offered{}", name_of(m.whose), rate_figure(m.result.plan.rate),
                                    m.result.saturated ? " <strong class=\"bad-word\">saturated</strong>" : "");
    plots += fmt::format(
        "<figure><figcaption>{}</figcaption>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Latency over time\">\n{}</div><details><summary>its figures</summary>{}</details></figure>\n",
        called, plot, slice_table(m.result));
  }
  if (plots.empty())
    return {};
  return fmt::format(
      "<h3>Latency over time</h3>\n<div class=\"many\">{}</div>\n<p class=\"soft\">Each operation counts at the "
      "time it was meant to begin. Lines break where nothing ended; red stripes are operations not done.</p>\n",
      plots);
}

auto chapter_text(const report& r, const chapter& c, std::size_t number) -> std::string {
  auto text = fmt::format("<section aria-labelledby=\"scenario-{0}\">\n<h2 id=\"scenario-{0}\">{1}</h2>\n", number,
                          escaped(c.scenario));
  text += paragraph("soft", escaped(c.runs.front()->work));
  text += knees_of(r, c.scenario) + added_of(r, c.scenario) + pauses_of(c) + result_table(c.runs, c.indices) +
          ratio_table(c.runs);
  text += figure_of(
      percentile_plot(fmt::format("percentiles-{}", number), c.runs), "Latency by percentile",
      "Both axes are logarithmic; to the right, ever fewer operations. Stronger ink is a higher rate. Only what "
      "was done is in a curve: refused, failed and unanswered operations are in the table.");
  std::vector<report::knee> knees;
  std::ranges::copy_if(r.knees, std::back_inserter(knees), [&](const auto& k) { return k.scenario == c.scenario; });
  text += figure_of(load_plot(fmt::format("load-{}", number), c.runs, knees), "Latency against offered load",
                    "Crosses and dotted red: saturated, the offered load was more than could be done.");
  return text + hops_of(c) + over_time(c, number) + "</section>\n";
}

auto fact(std::string_view name, const std::string& value) -> std::string {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value));
}

auto circumstances(const environment& e) -> std::string {
  auto text = std::string{"<section aria-labelledby=\"where\">\n<h2 id=\"where\">Where this was measured</h2>\n<dl>\n"};
  text +=
      fact("when", e.when) + fact("processor", e.processor) + fact("kernel", e.kernel) + fact("compiler", e.compiler);
  text += fact("Sinew", fmt::format("{}, commit {}", e.sinew, e.commit)) + fact("nats-server", e.broker);
  text += fact("durability", e.durability) + fact("idle thread overslept", "at most " + figure(e.idle_jitter)) +
          fact("the rig's thread", e.rig_priority) +
          fact("processors kept awake", e.kept_awake > 0 ? fmt::to_string(e.kept_awake) : "none");
  for (const auto& [name, value] : e.broker_settings)
    text += fact(name, value);
  return text + "</dl>\n</section>\n";
}

constexpr std::string_view how_to_read =
    "<section aria-labelledby=\"how\">\n<h2 id=\"how\">How to read this</h2>\n"
    "<p>The load is open: operations are begun by a schedule that does not wait for answers, and each latency counts "
    "from "
    "the time its operation was meant to begin. A stall is thus seen by all who would have met it.</p>\n"
    "<p><em>Floor</em> is the same work in plain nats.c, without actors, measured in turns with ours; of "
    "<em>http</em> it is the same command without the gateway, and <em>static</em> a route that does nothing. "
    "<em>Saturated</em>: the "
    "target did not keep up. <em>Void</em>: the rig or the machine was at fault, and the run says nothing. Percentiles "
    "are "
    "never averaged; histograms are added.</p>\n</section>\n";

} // namespace

auto html_report(const report& of) -> std::string {
  const auto& e = of.where;
  auto text = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>Sinew: latency under "
      "load</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<main>\n<h1>Latency under load</h1>\n",
      page_style);
  text += paragraph("soft", fmt::format("{} · Sinew {} at {} · nats-server {} · durability {}", escaped(e.when),
                                        escaped(e.sinew), escaped(e.commit), escaped(e.broker), escaped(e.durability)));
  text += slo_of(of) + doubts_of(of);
  if (of.measurements.empty())
    text += paragraph("soft", "Nothing was measured.");
  std::size_t number = 0;
  for (const auto& c : chapters_of(of))
    text += chapter_text(of, c, ++number);
  return text + circumstances(e) + std::string{how_to_read} +
         "<p class=\"soft\">All figures: <a href=\"report.json\">report.json</a></p>\n</main>\n</body>\n</html>\n";
}

} // namespace sinew::bench
