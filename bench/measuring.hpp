// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "bench/report/report.hpp"
#include "bench/rig/knee_search.hpp"
#include "bench/rig/slo.hpp"
#include "bench/scenario.hpp"
#include "tools/terminal.hpp"

#include <chrono>
#include <string>

namespace sinew::bench {

/// A scenario that is ready, under its name.
struct subject_of_measurement {
  std::string name;
  scenario& what;
  /// Whether its floor, if it has one, is measured too.
  bool with_floor = true;
};

/// Runs scenarios and puts what they show into a report; tells the person at stderr how far it is. Blocks, on the loop's
/// thread.
class measuring {
 public:
  /// All must outlive it. Once `stopped` is true, nothing more is begun, and what runs ends. `repeat_void`: a run that is
  /// void is made once more.
  measuring(loop& where, const terminal& says, const bool& stopped, report& into, bool repeat_void)
      : loop_{where}, says_{says}, stopped_{stopped}, report_{into}, repeat_void_{repeat_void} {}

  /// Ours, the floor and what else there is in turns (ours, floor, floor, ours: what drifts on the machine hits all alike), each for
  /// `plan.duration` altogether; ours alone when there is no floor.
  void at_rate(const subject_of_measurement& subject, const run_plan& plan);

  /// Searches for the knees of ours and of the floor, with short runs, each for at most `patience`. Returns ours; 0: no rate
  /// kept the promise.
  auto knees(const subject_of_measurement& subject, const run_plan& plan, const slo& promise, const knee_limits& limits,
             std::chrono::milliseconds patience) -> double;

 private:
  auto target_of(const subject_of_measurement& subject, side whose) const -> target&;
  auto probed_run(const subject_of_measurement& subject, side whose, const run_plan& plan) -> run_result;
  auto run_once(const subject_of_measurement& subject, side whose, const run_plan& plan) -> run_result;
  auto is_borne(const subject_of_measurement& subject, side whose, const run_plan& plan, const slo& promise) -> bool;
  auto knee_of(const subject_of_measurement& subject, side whose, run_plan plan, const slo& promise,
               const knee_limits& limits, loop::time_point end) -> double;
  void keep(const subject_of_measurement& subject, side whose, run_result result, bool step_of_search);

  loop& loop_;
  const terminal& says_;
  const bool& stopped_;
  report& report_;
  bool repeat_void_;
};

} // namespace sinew::bench
