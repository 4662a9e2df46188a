// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "bench/rig/run_result.hpp"
#include "bench/rig/target.hpp"

#include <functional>

namespace sinew::bench {

/// Tells how far a run is, about five times a second: since its beginning (warm-up included), and how many have ended. False:
/// it is to end now.
using run_progress = std::function<bool(std::chrono::milliseconds elapsed, std::uint64_t ended)>;

/// Puts the load of `plan` on `what` and tells what came of it. Turns `where` until the run is over, which is at most
/// warm-up, duration and patience from now; what had no time to end is unanswered. The target must live on that loop and have nothing under way.
auto run(loop& where, target& what, const run_plan& plan, const run_progress& progress = {}) -> run_result;

} // namespace sinew::bench
