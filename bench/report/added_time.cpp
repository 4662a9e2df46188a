// SPDX-License-Identifier: Apache-2.0
#include "bench/report/added_time.hpp"

#include "bench/report/figures.hpp"
#include "bench/report/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

auto find(const report& in, const measurement& beside, side whose) -> const measurement* {
  const auto found = std::ranges::find_if(in.measurements, [&](const measurement& m) {
    return m.whose == whose && !m.step_of_search && m.scenario == beside.scenario &&
           m.result.plan.rate == beside.result.plan.rate;
  });
  return found == in.measurements.end() ? nullptr : &*found;
}

} // namespace

auto added_time::objection() const -> std::string {
  for (const auto* each : {ours, behind, alone}) {
    const auto& r = each->result;
    // First what went wrong, which holds on a busy machine too; then whether the machine lets the times be told.
    if (r.done < r.intended)
      return fmt::format("{} of {} operations of {} were not done", count_figure(r.intended - r.done),
                         count_figure(r.intended), to_string(each->whose));
    if (!is_comparable(r))
      return fmt::format("{} is {}", to_string(each->whose), r.latency.count() > 0 ? verdict_of(r) : "not done at all");
  }
  return {};
}

auto added_time::at(double percent) const -> std::chrono::nanoseconds {
  return ours->result.latency.percentile(percent) - behind->result.latency.percentile(percent);
}

auto added_times(const report& of) -> std::vector<added_time> {
  std::vector<added_time> all;
  for (const auto& m : of.measurements) {
    if (m.whose != side::sinew || m.step_of_search)
      continue;
    const auto* behind = find(of, m, side::floor);
    const auto* alone = find(of, m, side::static_route);
    if (behind != nullptr && alone != nullptr)
      all.push_back({&m, behind, alone});
  }
  return all;
}

} // namespace sinew::bench
