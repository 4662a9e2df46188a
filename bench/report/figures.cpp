// SPDX-License-Identifier: Apache-2.0
#include "bench/report/figures.hpp"

#include "bench/rig/slo.hpp"

#include <fmt/format.h>
#include <cmath>

namespace sinew::bench {

namespace {

struct unit {
  double nanoseconds;
  std::string_view name;
};

auto unit_of(double nanoseconds) -> unit {
  if (nanoseconds >= 999.5e6)
    return {1e9, "s"};
  if (nanoseconds >= 999.5e3)
    return {1e6, "ms"};
  if (nanoseconds >= 999.5)
    return {1e3, "µs"};
  return {1, "ns"};
}

auto replacement(char c) -> std::string_view {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

auto is_forbidden(char c) -> bool {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x7f || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

} // namespace

auto figure(std::chrono::nanoseconds t) -> std::string {
  if (t.count() <= 0)
    return "0";
  auto text = latency_text(t);
  if (const auto unit = text.find(" us"); unit != std::string::npos)
    text.replace(unit, 3, " µs"); // which a terminal may not know
  return text;
}

auto signed_text(std::chrono::nanoseconds t, std::string (*size_text)(std::chrono::nanoseconds)) -> std::string {
  return t.count() < 0 ? "-" + size_text(-t) : size_text(t);
}

auto round_figure(double nanoseconds) -> std::string {
  const auto [size, name] = unit_of(nanoseconds);
  return fmt::format("{:g} {}", nanoseconds / size, name);
}

auto rate_figure(double per_second) -> std::string {
  if (per_second < 10 && per_second != std::floor(per_second))
    return fmt::format("{:.1f}/s", per_second);
  return count_figure(static_cast<std::uint64_t>(std::llround(std::max(per_second, 0.0)))) + "/s";
}

auto count_figure(std::uint64_t count) -> std::string {
  auto digits = fmt::format("{}", count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

auto ratio_figure(double ratio) -> std::string {
  return fmt::format("{:.2f}×", ratio);
}

auto escaped(std::string_view text) -> std::string {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (const auto instead = replacement(c); !instead.empty())
      safe += instead;
    else if (is_forbidden(c))
      safe += "\uFFFD";
    else
      safe += c;
  }
  return safe;
}

} // namespace sinew::bench
