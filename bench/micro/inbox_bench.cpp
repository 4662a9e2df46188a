// SPDX-License-Identifier: Apache-2.0
#include "actors/inbox.hpp"

#include <benchmark/benchmark.h>

// The idempotency window of one aggregate, full: what a command pays to be asked whether it is a repetition, and to be
// remembered while the oldest is forgotten.

namespace sinew::bench {
namespace {

void inbox_remember(benchmark::State& state) {
  inbox window{static_cast<std::size_t>(state.range(0))};
  std::uint64_t command = 0;
  for (; command < static_cast<std::uint64_t>(state.range(0)); ++command)
    window.remember({command, 1}, {command, command});
  for (auto _ : state) {
    ++command;
    window.remember({command, 1}, {command, command});
  }
}
BENCHMARK(inbox_remember)->Arg(16)->Arg(1024);

void inbox_miss(benchmark::State& state) {
  inbox window{static_cast<std::size_t>(state.range(0))};
  for (std::uint64_t command = 0; command < static_cast<std::uint64_t>(state.range(0)); ++command)
    window.remember({command, 1}, {command, command});
  std::uint64_t other = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(window.find({++other, 2}));
}
BENCHMARK(inbox_miss)->Arg(16)->Arg(1024);

} // namespace
} // namespace sinew::bench
