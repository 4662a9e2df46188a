// SPDX-License-Identifier: Apache-2.0
#include "bench/report/raw_histograms.hpp"

#include "bench/report/figures.hpp"

#include <fmt/format.h>
#include <algorithm>

namespace sinew::bench {

namespace {

auto milliseconds(std::chrono::nanoseconds t) -> double {
  return std::chrono::duration<double, std::milli>(t).count();
}

auto harmless(std::string_view name) -> std::string {
  std::string safe{name.substr(0, 40)};
  std::ranges::replace_if(
      safe, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); }, '_');
  return safe;
}

} // namespace

auto histogram_name(const measurement& of, std::size_t index) -> std::string {
  return fmt::format("{:02}-{}-{}-{:.0f}", index + 1, harmless(of.scenario), to_string(of.whose), of.result.plan.rate);
}

auto percentile_text(const histogram& of) -> std::string {
  auto text = fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount", "1/(1-Percentile)");
  for (const auto& step : of.curve()) {
    const auto share = step.percent / 100;
    text += fmt::format("{:12.3f} {:2.12f} {:10}", milliseconds(step.latency), share, step.total);
    text += share < 1 ? fmt::format(" {:14.2f}\n", 1 / (1 - share)) : "\n";
  }
  text += fmt::format("#[Mean    = {:12.3f}]\n#[Max     = {:12.3f}, Total count    = {:12}]\n", milliseconds(of.mean()),
                      milliseconds(of.max()), of.count());
  return text;
}

auto histogram_log(const measurement& of) -> std::string {
  const auto seconds = std::chrono::duration<double>(of.result.plan.duration).count();
  return fmt::format(
      "#[Histogram log format version 1.3]\n"
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n"
      "Tag={}-{},0.000,{:.3f},{:.3f},{}\n",
      harmless(of.scenario), to_string(of.whose), seconds, milliseconds(of.result.latency.max()),
      of.result.latency.encoded());
}

} // namespace sinew::bench
