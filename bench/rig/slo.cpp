// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/slo.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace sinew::bench {

namespace {

using std::chrono::nanoseconds;

/// Takes a plain decimal number off the front of `text`; empty when there is none.
auto take_number(std::string_view& text) -> std::optional<double> {
  double number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (failure != std::errc{} || !std::isfinite(number))
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

auto nanoseconds_of(std::string_view unit) -> double {
  if (unit == "us")
    return 1e3;
  if (unit == "ms")
    return 1e6;
  return unit == "s" ? 1e9 : 0;
}

auto three_digits(double value) -> std::string {
  return fmt::format("{:.{}f}", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

} // namespace

auto parse_latency(std::string_view text) -> result<nanoseconds> {
  auto rest = text;
  const auto count = take_number(rest);
  const auto unit = nanoseconds_of(rest);
  constexpr double longest = 60e9; // what a histogram can tell
  if (!count || unit == 0 || *count * unit < 1 || *count * unit > longest)
    return fail(errc::invalid_input, fmt::format("'{}' is not a latency like 500us, 5ms or 1.5s (at most 60s)", text));
  return nanoseconds{std::llround(*count * unit)};
}

auto latency_text(nanoseconds latency) -> std::string {
  const auto ns = static_cast<double>(latency.count());
  if (ns < 999.5e3)
    return three_digits(ns / 1e3) + " us";
  return ns < 999.5e6 ? three_digits(ns / 1e6) + " ms" : three_digits(ns / 1e9) + " s";
}

auto slo::parse(std::string_view text) -> result<slo> {
  const auto wrong = [&](std::string_view why) {
    return fail(errc::invalid_input, fmt::format("'{}' is no promise about latency: {}; write it like 'p99<5ms', "
                                                 "'p99.9<20ms' or 'p50<=500us'",
                                                 text, why));
  };
  auto rest = text;
  if (!rest.starts_with('p'))
    return wrong("it does not begin with a percentile");
  rest.remove_prefix(1);
  const auto percent = take_number(rest);
  if (!percent || *percent <= 0 || *percent > 100)
    return wrong("the percentile is not between 0 and 100");
  if (!rest.starts_with('<'))
    return wrong("there is no '<' behind the percentile");
  const bool or_equal = rest.starts_with("<=");
  rest.remove_prefix(or_equal ? 2 : 1);
  const auto limit = parse_latency(rest);
  if (!limit)
    return wrong(limit.error().what);
  return slo{.percent = *percent, .or_equal = or_equal, .limit = *limit};
}

auto slo::seen_in(const run_result& run) const -> std::optional<nanoseconds> {
  if (run.done == 0)
    return std::nullopt;
  const auto of_done = percent * static_cast<double>(run.intended) / static_cast<double>(run.done);
  // The hair: p100 of all that are done is 100, whatever the division makes of it.
  return of_done > 100 + 1e-9 ? std::nullopt : std::optional{run.latency.percentile(std::min(of_done, 100.0))};
}

auto slo::holds(const run_result& run) const -> bool {
  const auto seen = seen_in(run);
  return seen && (or_equal ? *seen <= limit : *seen < limit);
}

auto to_string(const slo& s) -> std::string {
  const auto ns = static_cast<double>(s.limit.count());
  const auto limit = ns < 1e6   ? fmt::format("{}us", ns / 1e3)
                     : ns < 1e9 ? fmt::format("{}ms", ns / 1e6)
                                : fmt::format("{}s", ns / 1e9);
  return fmt::format("p{}<{}{}", s.percent, s.or_equal ? "=" : "", limit);
}

} // namespace sinew::bench
