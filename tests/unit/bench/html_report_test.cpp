// SPDX-License-Identifier: Apache-2.0
#include "bench/report/html_report.hpp"

#include "bench/report/report_files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <filesystem>
#include <string>
#include <vector>

namespace sinew::bench {

namespace {

using namespace std::chrono_literals;

auto measured_at(double rate, side whose) -> measurement {
  measurement m{.scenario = "command", .work = "account deposit, 256 bytes", .whose = whose, .result = {}};
  m.result.plan.rate = rate;
  m.result.done_per_second = rate;
  for (int i = 0; i < 20; ++i) {
    slice s{.from = i * 100ms, .done = 50, .not_done = 0, .latency = {}};
    for (int k = 1; k <= 50; ++k) {
      s.latency.record(k * 10us);
      m.result.latency.record(k * 10us);
    }
    m.result.slices.push_back(std::move(s));
  }
  m.result.done = m.result.latency.count();
  return m;
}

/// Empty when every element that begins also ends, in order; else the first that does not.
auto unbalanced(const std::string& page) -> std::string {
  std::vector<std::string> open;
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const auto end = page.find('>', at);
    if (end == std::string::npos)
      return page.substr(at, 40);
    const auto inside = page.substr(at + 1, end - at - 1);
    if (inside.starts_with("!") || inside.ends_with("/"))
      continue;
    const auto name = inside.starts_with("/") ? inside.substr(1) : inside.substr(0, inside.find(' '));
    if (!inside.starts_with("/"))
      open.push_back(name);
    else if (open.empty() || open.back() != name)
      return inside;
    else
      open.pop_back();
  }
  return open.empty() ? "" : open.back();
}

auto count_of(const std::string& page, std::string_view what) -> int {
  int found = 0;
  for (auto at = page.find(what); at != std::string::npos; at = page.find(what, at + 1))
    ++found;
  return found;
}

auto a_report() -> report {
  report r;
  r.measurements.push_back(measured_at(4'000, side::sinew));
  r.measurements.push_back(measured_at(4'000, side::floor));
  return r;
}

} // namespace

TEST(html_report, is_well_formed_and_needs_nothing_else) {
  const auto page = html_report(a_report());
  EXPECT_EQ(unbalanced(page), "");
  EXPECT_EQ(count_of(page, "://"), 0); // no address, of whatever kind
  EXPECT_EQ(count_of(page, "<script"), 0);
}

TEST(html_report, has_a_row_for_each_measurement_and_the_three_plots) {
  const auto page = html_report(a_report());
  EXPECT_EQ(count_of(page, "<tr class=\"good\">"), 2);
  EXPECT_EQ(count_of(page, "<svg "), 4); // one over time for each run
  EXPECT_NE(page.find("id=\"percentiles-1-title\""), std::string::npos);
  EXPECT_NE(page.find("id=\"load-1-title\""), std::string::npos);
}

TEST(html_report, draws_no_void_run_and_compares_with_none) {
  auto r = a_report();
  for (auto& m : r.measurements)
    m.result.void_reasons = {"fell behind its schedule"};
  const auto page = html_report(r);
  EXPECT_EQ(count_of(page, "<svg "), 0);
  EXPECT_EQ(count_of(page, "<tr class=\"doubtful void\">"), 2);
  EXPECT_NE(page.find("void: fell behind its schedule"), std::string::npos);
  EXPECT_NE(page.find("no ratio"), std::string::npos);
}

TEST(html_report, draws_saturated_runs_as_such) {
  auto r = a_report();
  r.measurements.erase(r.measurements.begin() + 1);
  r.measurements[0].result.saturated = true;
  const auto page = html_report(r);
  EXPECT_EQ(count_of(page, "class=\"curve sinew\""), 0);
  EXPECT_GT(count_of(page, "class=\"cross bad\""), 0);
  EXPECT_NE(page.find("<tr class=\"doubtful saturated\">"), std::string::npos);
}

TEST(html_report, lets_lines_break_where_nothing_ended) {
  auto r = a_report();
  r.measurements.erase(r.measurements.begin() + 1);
  const auto whole = count_of(html_report(r), "class=\"curve sinew\"");
  r.measurements[0].result.slices[9].latency.clear();
  r.measurements[0].result.slices[9].not_done = 50;
  const auto page = html_report(r);
  EXPECT_EQ(count_of(page, "class=\"curve sinew\""), whole + 3); // p50, p99 and max
  EXPECT_EQ(count_of(page, "class=\"band bad\""), 1);
}

TEST(html_report, marks_what_was_done_to_the_system_and_tells_the_pause) {
  auto r = a_report();
  r.measurements[0].result.marks = {{1s, "payment-1 killed"}};
  r.measurements[0].result.longest_pause = 1'290ms;
  const auto page = html_report(r);
  EXPECT_EQ(count_of(page, ">payment-1 killed</text>"), 1);
  EXPECT_NE(page.find("longest pause of a partition was 1.29 s; payment-1 killed after 1.0 s"), std::string::npos);
  EXPECT_EQ(unbalanced(page), "");
}

TEST(html_report, tells_where_the_time_goes_when_somebody_asked) {
  auto r = a_report();
  EXPECT_EQ(html_report(r).find("Where the time goes"), std::string::npos);
  r.measurements[0].result.hops.push_back({"append", "until it is stored", {}});
  r.measurements[0].result.hops.back().latency.record(200us);
  const auto page = html_report(r);
  EXPECT_NE(page.find("Where the time goes"), std::string::npos);
  EXPECT_NE(page.find("100 %"), std::string::npos);
  EXPECT_EQ(unbalanced(page), "");
}

TEST(html_report, escapes_text_from_outside) {
  auto r = a_report();
  const std::string hostile = "<script>\"'&\x01";
  r.where.processor = r.measurements[0].scenario = r.measurements[0].work = hostile;
  r.measurements[0].result.void_reasons = {hostile};
  r.measurements[1].result.marks = {{1s, hostile}};
  r.measurements[1].result.longest_pause = 1s;
  r.slo = slo_verdict{hostile, false, hostile};
  const auto page = html_report(r);
  EXPECT_EQ(count_of(page, "<script"), 0);
  EXPECT_EQ(count_of(page, "\x01"), 0);
  EXPECT_EQ(unbalanced(page), "");
}

TEST(html_report, stands_without_any_measurement) {
  EXPECT_EQ(unbalanced(html_report({})), "");
}

TEST(report_files, names_the_folder_that_cannot_be_made) {
  const auto written = write_report("/proc/none/here", a_report(), "{}");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().what.find("/proc/none/here"), std::string::npos);
}

TEST(report_files, writes_page_figures_and_each_histogram) {
  const auto folder = std::filesystem::temp_directory_path() / ("sinew-report-" + std::to_string(getpid()));
  ASSERT_TRUE(write_report(folder, a_report(), "{}"));
  for (const auto* name : {"index.html", "report.json", "01-command-sinew-4000.hgrm", "01-command-sinew-4000.hlog",
                           "02-command-floor-4000.hgrm", "02-command-floor-4000.hlog"})
    EXPECT_GT(std::filesystem::file_size(folder / name), 0) << name;
  std::filesystem::remove_all(folder);
}

} // namespace sinew::bench
