// SPDX-License-Identifier: Apache-2.0
#include "bench/micro/shop_samples.hpp"

#include <benchmark/benchmark.h>

namespace sinew::bench {
namespace {

auto sample_envelope() -> message {
  return command_for({"order", "o-1"}, encode_named(sample_placement()));
}

void envelope_build(benchmark::State& state) {
  const auto place = encode_named(sample_placement());
  const std::vector<new_entry> entries = {{{.id = {1, 1}, .correlation = "o-1", .actor = "bench"}, place.payload}};
  for (auto _ : state)
    benchmark::DoNotOptimize(
        message::write({.aggregate = "order", .aggregate_id = "o-1", .type = place.type}, entries));
}
BENCHMARK(envelope_build);

/// With the copy into storage of our own: nobody else can change what was verified.
void envelope_verify(benchmark::State& state) {
  const auto envelope = sample_envelope();
  for (auto _ : state)
    benchmark::DoNotOptimize(message::verify(envelope.raw()));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(envelope.raw().size()));
}
BENCHMARK(envelope_verify);

void envelope_read(benchmark::State& state) {
  const auto envelope = sample_envelope();
  for (auto _ : state) {
    benchmark::DoNotOptimize(envelope.id());
    benchmark::DoNotOptimize(envelope.aggregate_id());
    benchmark::DoNotOptimize(envelope.type());
    benchmark::DoNotOptimize(envelope.correlation());
    benchmark::DoNotOptimize(envelope.payload());
  }
}
BENCHMARK(envelope_read);

void payload_verify(benchmark::State& state) {
  const auto place = encode_named(sample_placement());
  for (auto _ : state)
    benchmark::DoNotOptimize(verified_table<shop::wire::OrderPlace>(place.payload));
}
BENCHMARK(payload_verify);

void receipt_write_and_read(benchmark::State& state) {
  const receipt given{.command = {1, 1}, .version = 7, .position = 42};
  for (auto _ : state)
    benchmark::DoNotOptimize(read_receipt(write_receipt(given)));
}
BENCHMARK(receipt_write_and_read);

} // namespace
} // namespace sinew::bench
