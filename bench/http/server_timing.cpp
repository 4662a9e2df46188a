// SPDX-License-Identifier: Apache-2.0
#include "bench/http/server_timing.hpp"

#include "kernel/http_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace sinew::bench {

namespace {

constexpr double longest = 3.6e6; // milliseconds; what is more is no duration of ours

/// Takes what stands before the next `end` that is not in quotes.
auto take(std::string_view& from, char end) -> std::string_view {
  bool is_quoted = false;
  std::size_t at = 0;
  for (; at < from.size() && (is_quoted || from[at] != end); ++at)
    if (from[at] == '"')
      is_quoted = !is_quoted;
    else if (from[at] == '\\' && is_quoted)
      ++at;
  at = std::min(at, from.size());
  const auto taken = trimmed(from.substr(0, at));
  from.remove_prefix(std::min(at + 1, from.size()));
  return taken;
}

auto duration_in(std::string_view text) -> std::optional<std::chrono::nanoseconds> {
  double milliseconds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (problem != std::errc{} || end != text.data() + text.size() || !(milliseconds >= 0 && milliseconds <= longest))
    return std::nullopt;
  return std::chrono::nanoseconds{std::llround(milliseconds * 1e6)};
}

} // namespace

auto read_server_timing(std::string_view value) -> std::vector<timed_metric> {
  std::vector<timed_metric> all;
  while (!value.empty()) {
    auto metric = take(value, ',');
    const auto name = take(metric, ';');
    std::optional<std::chrono::nanoseconds> took;
    while (!metric.empty()) {
      const auto parameter = take(metric, ';');
      if (!took && parameter.starts_with("dur="))
        took = duration_in(parameter.substr(4));
    }
    if (!name.empty() && took)
      all.push_back({name, *took});
  }
  return all;
}

} // namespace sinew::bench
