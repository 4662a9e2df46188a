// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <spdlog/spdlog.h>

// All benches that are linked in; `--help` is Google Benchmark's own. What the runtime would log is no part of what is
// measured.
auto main(int count, char** words) -> int {
  spdlog::set_level(spdlog::level::off);
  benchmark::Initialize(&count, words);
  if (benchmark::ReportUnrecognizedArguments(count, words))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
