// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/run_record.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sinew::bench {

namespace {

using std::chrono::milliseconds;

// Fine enough to see a pause of half a second, and few enough for memory and for a plot.
constexpr milliseconds finest_slice{100};
constexpr int most_slices = 300;

// Operations that are begun late have their lateness counted in their latency, so a late rig tells no lie in its own favour;
// but beyond this it tells of itself and not of the target. The limit is that of the probe before the run: a machine
// that may oversleep by so much cannot be asked for more. One in a hundred, because p99 is what is mostly read.
constexpr double lateness_share = 99;
constexpr milliseconds lateness_limit{5};

auto slice_width(milliseconds duration) -> milliseconds {
  return std::max(finest_slice, (duration + milliseconds{most_slices - 1}) / most_slices);
}

} // namespace

run_record::run_record(const run_plan& plan) : from_{plan.warm_up}, slice_width_{slice_width(plan.duration)} {
  result_.plan = plan;
  const auto width = slice_width(plan.duration);
  for (milliseconds from{0}; from < plan.duration; from += width)
    result_.slices.push_back({.from = from});
}

auto run_record::slice_of(time intended) -> slice& {
  const auto index = static_cast<std::size_t>((intended - from_) / slice_width_);
  return result_.slices.at(std::min(index, result_.slices.size() - 1));
}

void run_record::begun(time intended, time now, bool excused) {
  if (!counts(intended))
    return;
  if (result_.intended++ == 0)
    first_ = intended;
  if (!excused)
    result_.lateness.record(now - intended);
}

void run_record::ended(time intended, time now, outcome how) {
  if (!counts(intended))
    return;
  auto& here = slice_of(intended);
  here.latency.record(now - intended);
  last_ = std::max(last_, now);
  switch (how) {
    case outcome::done:
      ++result_.done;
      ++here.done;
      result_.latency.record(now - intended);
      return;
    case outcome::refused: ++result_.refused; break;
    case outcome::failed: ++result_.failed; break;
  }
  ++here.not_done;
}

void run_record::unanswered(time intended) {
  if (!counts(intended))
    return;
  ++result_.unanswered;
  ++slice_of(intended).not_done;
  saturated();
}

auto run_record::close() -> run_result {
  result_.span = std::max(last_ - first_, time::zero());
  if (result_.span > time::zero())
    result_.done_per_second = static_cast<double>(result_.done) / std::chrono::duration<double>{result_.span}.count();
  judge();
  return std::move(result_);
}

void run_record::judge() {
  const auto late = result_.lateness.percentile(lateness_share);
  if (late > lateness_limit)
    result_.void_reasons.push_back(
        fmt::format("the rig fell behind its schedule: one in a hundred operations was begun more than {:.1f} ms late",
                    std::chrono::duration<double, std::milli>{late}.count()));
}

} // namespace sinew::bench
