// SPDX-License-Identifier: Apache-2.0
#include "bench/target/reason_tally.hpp"

#include "bench/report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sinew::bench {

namespace {

constexpr std::size_t most_reasons = 64;
constexpr std::size_t longest_reason = 160;
constexpr std::size_t most_told = 5;

} // namespace

void reason_tally::count(std::string_view reason) {
  reason = reason.substr(0, longest_reason);
  if (const auto known = counts_.find(reason); known != counts_.end())
    ++known->second;
  else if (counts_.size() < most_reasons)
    counts_.emplace(reason, 1);
  else
    ++others_;
}

auto reason_tally::text() const -> std::string {
  std::vector<std::pair<std::string, std::uint64_t>> sorted{counts_.begin(), counts_.end()};
  std::ranges::stable_sort(sorted, std::greater{}, [](const auto& r) { return r.second; });
  auto rest = others_;
  for (std::size_t i = most_told; i < sorted.size(); ++i)
    rest += sorted[i].second;
  sorted.resize(std::min(sorted.size(), most_told));
  if (rest > 0)
    sorted.emplace_back("for other reasons", rest);
  std::string text;
  for (const auto& [reason, times] : sorted)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count_figure(times), reason);
  return text;
}

} // namespace sinew::bench
