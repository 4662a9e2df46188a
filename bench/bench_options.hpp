// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/run_plan.hpp"
#include "bench/rig/slo.hpp"
#include "bench/scenario.hpp"
#include "kernel/result.hpp"

#include <optional>
#include <string>

namespace sinew::bench {

/// What stands on the command line, word for word.
struct typed_options {
  std::string scenario;
  std::string rate;
  bool search = false;
  std::string duration; // empty: as is usual for the scenario
  std::string warm_up = "1s";
  std::string promise;
  std::string spread = "poisson";
  std::size_t in_flight = run_plan{}.in_flight;
  load what; // without `own`
  std::string target;
  std::string id;
  std::string data;
  std::string file;
  bool yes = false;
  bool hops = false;
  bool no_floor = false;
  bool keep_awake = false;
  std::string out;
  std::string baseline;
  std::string tolerance = "10%";
  bool list = false;
};

/// What is to be done.
struct bench_options {
  /// Null: the canonical workload.
  const scenario_card* scenario = nullptr;
  /// What the report calls it: the scenario's name, or that of a command of the user's own, `account.deposit`.
  std::string name;
  /// Operations per second; empty: the knee is searched for.
  std::optional<double> rate;
  /// Without its rate. `duration` is that of one side.
  run_plan plan;
  load what;
  std::optional<slo> promise;
  bool floor = true;
  /// No processor sleeps meanwhile, see `wakefulness`.
  bool keep_awake = false;
  /// Paths; empty: none.
  std::string out;
  std::string baseline;
  /// 0.1: 10 %.
  double tolerance = 0.1;
};

/// invalid_input: the sentence names the option, what stands there and what may.
auto check(const typed_options& typed) -> result<bench_options>;

} // namespace sinew::bench
