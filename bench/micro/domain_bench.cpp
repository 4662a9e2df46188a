// SPDX-License-Identifier: Apache-2.0
#include "bench/micro/shop_samples.hpp"

#include <benchmark/benchmark.h>

// The rules themselves, and the same behind the runtime's type-free face: bytes in, bytes out.

namespace sinew::bench {
namespace {

auto open_account() -> shop::account::state {
  return shop::account::evolve({}, shop::account::opened{{"c-1"}, shop::currency::eur});
}

void account_decides_deposit(benchmark::State& state) {
  const auto account = open_account();
  const shop::account::command deposit = sample_deposit();
  for (auto _ : state)
    benchmark::DoNotOptimize(shop::account::decide(account, deposit));
}
BENCHMARK(account_decides_deposit);

void account_evolves_deposit(benchmark::State& state) {
  auto account = open_account();
  const shop::account::event deposited = shop::account::deposited{{1, shop::currency::eur}};
  for (auto _ : state)
    account = shop::account::evolve(std::move(account), deposited);
  benchmark::DoNotOptimize(account);
}
BENCHMARK(account_evolves_deposit);

void order_decides_placement(benchmark::State& state) {
  const shop::order::command place = sample_placement();
  for (auto _ : state)
    benchmark::DoNotOptimize(shop::order::decide({}, place));
}
BENCHMARK(order_decides_placement);

void order_evolves_placement(benchmark::State& state) {
  const shop::order::event placed = shop::order::decide({}, sample_placement()).events().front();
  for (auto _ : state)
    benchmark::DoNotOptimize(shop::order::evolve({}, placed));
}
BENCHMARK(order_evolves_placement);

/// Payload verified and read, decided, event written.
void order_decides_placement_from_bytes(benchmark::State& state) {
  const auto unborn = kind_of<shop::order>().birth();
  const auto place = encode_named(sample_placement());
  const command_context context{"o-1", sample_placement().now};
  for (auto _ : state)
    benchmark::DoNotOptimize(unborn->decide(place.type, place.payload, context));
}
BENCHMARK(order_decides_placement_from_bytes);

/// Payload verified and read, folded in.
void order_evolves_placement_from_bytes(benchmark::State& state) {
  const auto order = kind_of<shop::order>().birth();
  const auto placed = encode_named(shop::order::decide({}, sample_placement()).events().front());
  for (auto _ : state)
    benchmark::DoNotOptimize(order->evolve(placed.type, placed.payload));
}
BENCHMARK(order_evolves_placement_from_bytes);

} // namespace
} // namespace sinew::bench
