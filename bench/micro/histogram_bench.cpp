// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/histogram.hpp"

#include <benchmark/benchmark.h>

namespace sinew::bench {
namespace {

void histogram_record(benchmark::State& state) {
  histogram latencies;
  std::int64_t ns = 1'000;
  for (auto _ : state) {
    ns = ns * 7 % 10'000'019; // hits many buckets
    latencies.record(histogram::duration{ns});
  }
  benchmark::DoNotOptimize(latencies.count());
}
BENCHMARK(histogram_record);

} // namespace
} // namespace sinew::bench
