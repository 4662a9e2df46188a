// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"

#include <benchmark/benchmark.h>

namespace sinew::bench {
namespace {

void subject_build(benchmark::State& state) {
  const aggregate_key key{"order", "o-01J8Z"};
  for (auto _ : state)
    benchmark::DoNotOptimize(subject::event(key, "placed"));
}
BENCHMARK(subject_build);

void subject_parse(benchmark::State& state) {
  const auto text = subject::event({"order", "o-01J8Z"}, "placed");
  for (auto _ : state)
    benchmark::DoNotOptimize(subject::parse(text));
}
BENCHMARK(subject_parse);

} // namespace
} // namespace sinew::bench
