// SPDX-License-Identifier: Apache-2.0
#include "schemas/order_bfbs.hpp"
#include "tools/transcode/payload_reader.hpp"
#include "tools/transcode/payload_writer.hpp"
#include "tools/transcode/strict_json.hpp"

#include <benchmark/benchmark.h>

#include <span>

// JSON in and out of FlatBuffers by their schema: what `sinew send` and `sinew tap` pay per message.

namespace sinew::bench {
namespace {

constexpr std::string_view placement =
    R"({"customer":"c-1","lines":[{"sku":"SKU-1","quantity":2,"price":{"units":1200,"currency":"EUR"}},)"
    R"({"sku":"SKU-2","quantity":1,"price":{"units":350,"currency":"EUR"}}],)"
    R"("payment":{"method":"card","card":"4242424242424242"}})";

auto order_schema() -> schema_book {
  return schema_book::open(copy_of(std::as_bytes(std::span{embedded::order_bfbs}))).value();
}

void transcode_from_json(benchmark::State& state) {
  const auto book = order_schema();
  payload_writer writer{book};
  for (auto _ : state)
    benchmark::DoNotOptimize(writer.write("OrderPlace", parse_strict_json(placement).value()));
}
BENCHMARK(transcode_from_json);

void transcode_to_json(benchmark::State& state) {
  const auto book = order_schema();
  const auto payload = payload_writer{book}.write("OrderPlace", parse_strict_json(placement).value()).value();
  for (auto _ : state)
    benchmark::DoNotOptimize(one_line(read_payload(book, "OrderPlace", payload).value()));
}
BENCHMARK(transcode_to_json);

} // namespace
} // namespace sinew::bench
