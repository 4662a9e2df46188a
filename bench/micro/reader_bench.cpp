// SPDX-License-Identifier: Apache-2.0
#include "actors/reaction_map.hpp"
#include "actors/reader_actor.hpp"
#include "bench/micro/no_store.hpp"
#include "bench/micro/shop_samples.hpp"
#include "schemas/payment_bfbs.hpp"

#include <benchmark/benchmark.h>

#include <caf/send.hpp>
#include <span>
#include <string>
#include <vector>

// What a reader pays per event of an upstream: verify, map by the table, route the command, have it decided and "stored",
// acknowledge.

namespace sinew::bench {
namespace {

constexpr int keys = 256;

/// Whoever has an order confirmed gets a euro. Made up, but with the same parts as the shop's own tables.
auto rewarding_service() -> service {
  return {.name = "payment",
          .aggregates = {&kind_of<shop::account>()},
          .reactions = {{.upstream = "order",
                         .aggregate = "order",
                         .event = "confirmed",
                         .target = "account",
                         .command = "deposit",
                         .map = from<shop::wire::OrderConfirmed>([](const auto&, const seen_event& seen) {
                           return one({{"account", seen.key.id}, encode_named(sample_deposit())});
                         })}},
          .schema = std::as_bytes(std::span{embedded::payment_bfbs})};
}

auto confirmed(const std::string& id, std::uint64_t position) -> delivery {
  const auto event = encode_named(shop::order::confirmed{{"c-1"}, {100, shop::currency::eur}});
  const auto body = message::write({.aggregate = "order", .aggregate_id = id, .type = "confirmed", .version = 2},
                                   {{{.id = {position, 3}, .correlation = id}, event.payload}});
  return {.key = {"order", id},
          .type = "confirmed",
          .position = position,
          .attempt = 1,
          .body = copy_of(body.raw()),
          .token = std::to_string(position)};
}

void open_accounts(storeless_node& node) {
  int opened = 0;
  for (int i = 0; i < keys; ++i) {
    repeatable_command open{command_for({"account", "o-" + std::to_string(i)}, encode_named(sample_opening()))};
    open.answer_to([&opened](const bytes&) { ++opened; });
    node.gate().admit("account", open.next());
  }
  node.run_until([&] { return opened == keys; });
}

void reader_dispatch(benchmark::State& state) {
  storeless_node node{rewarding_service(), limits{}};
  open_accounts(node);
  const auto reader = node.system().spawn<reader_actor>(
      node.context(), node.served(),
      subscription{.reader = "payment", .upstream = "order", .filters = {{"order", "confirmed"}}}, node.work());
  std::uint64_t position = 0;
  std::vector<delivery> burst;
  for (auto _ : state) {
    state.PauseTiming();
    burst.clear();
    for (int i = 0; i < keys; ++i)
      burst.push_back(confirmed("o-" + std::to_string(i), ++position));
    state.ResumeTiming();
    for (auto& d : burst)
      caf::anon_send(reader, handle_delivery{std::move(d)});
    node.run_until([&] { return node.acknowledged() == position; });
  }
  caf::anon_send_exit(reader, caf::exit_reason::user_shutdown);
  state.SetItemsProcessed(state.iterations() * keys);
}
BENCHMARK(reader_dispatch);

} // namespace
} // namespace sinew::bench
