// SPDX-License-Identifier: Apache-2.0
#include "bench/measuring.hpp"

#include "bench/report/report_json.hpp"
#include "bench/rig/jitter_probe.hpp"
#include "bench/rig/open_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sinew::bench {

namespace {

using std::chrono::milliseconds;

auto seconds(milliseconds t) -> double {
  return std::chrono::duration<double>{t}.count();
}

auto lost_nothing(const run_result& r) -> bool {
  return r.failed == 0 && r.unanswered == 0;
}

auto sides_of(const subject_of_measurement& subject) -> std::vector<side> {
  if (!subject.with_floor || subject.what.floor() == nullptr)
    return {side::sinew};
  if (subject.what.static_route() == nullptr)
    return {side::sinew, side::floor, side::floor, side::sinew};
  return {side::sinew, side::floor, side::static_route, side::static_route, side::floor, side::sinew};
}

} // namespace

auto measuring::target_of(const subject_of_measurement& subject, side whose) const -> target& {
  switch (whose) {
    case side::sinew: break;
    case side::floor: return *subject.what.floor();
    case side::static_route: return *subject.what.static_route();
  }
  return subject.what.ours();
}

auto measuring::run_once(const subject_of_measurement& subject, side whose, const run_plan& plan) -> run_result {
  const auto tell = [&](milliseconds elapsed, std::uint64_t ended) {
    says_.progress(fmt::format("{}, {}, {:.0f}/s: {:.1f} of {:.1f} s, {} ended", subject.name, to_string(whose),
                               plan.rate, seconds(elapsed), seconds(plan.warm_up + plan.duration), ended));
    return !stopped_;
  };
  if (whose == side::sinew)
    subject.what.before_run(plan);
  auto result = run(loop_, target_of(subject, whose), plan, tell);
  if (whose == side::sinew)
    subject.what.after_run(result);
  says_.progress("");
  return result;
}

auto measuring::probed_run(const subject_of_measurement& subject, side whose, const run_plan& plan) -> run_result {
  const auto jitter = probe_idle_jitter();
  auto result = run_once(subject, whose, plan);
  report_.where.idle_jitter = std::max(report_.where.idle_jitter, jitter);
  if (auto fault = jitter_fault(jitter); !fault.empty())
    result.void_reasons.push_back(std::move(fault));
  return result;
}

void measuring::keep(const subject_of_measurement& subject, side whose, run_result result, bool step_of_search) {
  report_.measurements.push_back({.scenario = subject.name,
                                  .work = subject.what.work(),
                                  .whose = whose,
                                  .result = std::move(result),
                                  .step_of_search = step_of_search});
}

void measuring::at_rate(const subject_of_measurement& subject, const run_plan& plan) {
  const auto sides = sides_of(subject);
  auto part = plan;
  if (sides.size() > 1)
    part.duration /= 2;
  std::map<side, run_result> results;
  for (const auto whose : sides) {
    if (stopped_)
      return;
    auto result = probed_run(subject, whose, part);
    if (result.is_void() && repeat_void_ && subject.what.may_repeat()) {
      says_.note(fmt::format("{}, {}: void ({}); once more", subject.name, to_string(whose),
                             fmt::join(result.void_reasons, "; ")));
      result = probed_run(subject, whose, part);
    }
    if (const auto [before, first] = results.try_emplace(whose, std::move(result)); !first)
      before->second.add(result); // try_emplace has left it alone
  }
  for (auto& [whose, result] : results)
    keep(subject, whose, std::move(result), false);
}

auto measuring::is_borne(const subject_of_measurement& subject, side whose, const run_plan& plan, const slo& promise)
    -> bool {
  auto result = run_once(subject, whose, plan);
  const bool borne = promise.holds(result) && lost_nothing(result) && !result.is_void();
  keep(subject, whose, std::move(result), true);
  return borne;
}

auto measuring::knee_of(const subject_of_measurement& subject, side whose, run_plan plan, const slo& promise,
                        const knee_limits& limits, loop::time_point end) -> double {
  knee_search search{limits};
  for (auto rate = search.next(); rate && loop_.now() < end && !stopped_; rate = search.next()) {
    plan.rate = *rate;
    // A rate is not borne when it fails twice: one hiccup of the machine in a short run is no knee.
    search.tell(is_borne(subject, whose, plan, promise) || is_borne(subject, whose, plan, promise));
  }
  if (stopped_)
    return 0;
  says_.note(fmt::format("{}, {}: knee at {:.0f}/s", subject.name, to_string(whose), search.knee()));
  report_.knees.push_back({.scenario = subject.name, .whose = whose, .rate = search.knee(), .slo = promise.limit});
  return search.knee();
}

auto measuring::knees(const subject_of_measurement& subject, const run_plan& plan, const slo& promise,
                      const knee_limits& limits, milliseconds patience) -> double {
  const auto ours = knee_of(subject, side::sinew, plan, promise, limits, loop_.now() + patience);
  if (sides_of(subject).size() > 1)
    (void)knee_of(subject, side::floor, plan, promise, limits, loop_.now() + patience);
  return ours;
}

} // namespace sinew::bench
