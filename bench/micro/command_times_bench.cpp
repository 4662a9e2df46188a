// SPDX-License-Identifier: Apache-2.0
#include "actors/command_times.hpp"
#include "bridge/system_surroundings.hpp"

#include <benchmark/benchmark.h>

namespace sinew::bench {
namespace {

/// As router and answer do it for each command, on a node with as many aggregates as inventory has.
void command_counted(benchmark::State& state) {
  const system_wall_clock clock;
  command_times times;
  times.by_aggregate.at({"stock"});
  for (auto _ : state) {
    command_stopwatch watch;
    watch.begin(times.by_aggregate.at({"reservation"}), clock.now());
    watch.end(clock.now());
  }
  benchmark::DoNotOptimize(times.by_aggregate.at({"reservation"}).sum());
}
BENCHMARK(command_counted);

} // namespace
} // namespace sinew::bench
