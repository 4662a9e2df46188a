// SPDX-License-Identifier: Apache-2.0
#include "bench/micro/no_store.hpp"
#include "bench/micro/shop_samples.hpp"
#include "kernel/assertion.hpp"
#include "schemas/payment_bfbs.hpp"

#include <malloc.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

// What an aggregate costs in memory, beyond its state: live and idle, and after it has left. Counted is what malloc has given
// out and not got back (mallinfo2: used chunks and mapped blocks, with malloc's own headers), so that neither fragmentation
// nor what malloc keeps for later is in the figures. The domain is the shop's account, opened; its state is measured by
// itself in the same way.

namespace sinew::bench {
namespace {

auto allocated() -> std::size_t {
  const auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

auto per_aggregate(std::size_t before, std::size_t after, std::size_t count) -> double {
  return (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(count);
}

auto account_id(std::size_t i) -> std::string {
  return "a-" + std::to_string(i);
}

/// Bytes of one folded state, its domain's values included.
auto state_bytes(std::size_t count) -> double {
  const auto opened = encode_named(shop::account::opened{{"c-1"}, shop::currency::eur});
  std::vector<std::unique_ptr<folded_state>> states(count);
  const auto before = allocated();
  for (auto& state : states) {
    state = kind_of<shop::account>().birth();
    SINEW_ASSERT(state->evolve(opened.type, opened.payload));
  }
  return per_aggregate(before, allocated(), count);
}

/// Opens one account each, a thousand at a time: what is under way is no part of what stays.
void bring_to_life(storeless_node& node, std::size_t count) {
  constexpr std::size_t at_once = 1'000;
  for (std::size_t from = 0; from < count; from += at_once) {
    const auto until = std::min(count, from + at_once);
    std::size_t opened = from;
    for (auto i = from; i < until; ++i) {
      repeatable_command open{command_for({"account", account_id(i)}, encode_named(sample_opening()))};
      open.answer_to([&opened](const bytes&) { ++opened; });
      node.gate().admit("account", open.next());
    }
    node.run_until([&] { return opened == until; });
  }
}

void measure(std::size_t count) {
  const auto state = state_bytes(count);
  limits bounds;
  bounds.live_aggregates = count * 2; // partitions are not equally full
  storeless_node node{{.name = "payment",
                       .aggregates = {&kind_of<shop::account>()},
                       .schema = std::as_bytes(std::span{embedded::payment_bfbs})},
                      bounds};
  // All shards exist and have seen somebody come and go.
  bring_to_life(node, 10'000);
  node.advance(bounds.idle * 2);
  const auto before = allocated();
  bring_to_life(node, count);
  const auto live = allocated();
  node.advance(bounds.idle * 2);
  const auto after = allocated();
  const auto whole = per_aggregate(before, live, count);
  std::printf("%zu accounts, each opened and then idle; bytes each, as malloc counts\n", count);
  std::printf("  state alone       %7.0f\n", state);
  std::printf("  live              %7.0f\n", whole);
  std::printf("  live, above state %7.0f\n", whole - state);
  std::printf("  passivated        %7.0f\n", per_aggregate(before, after, count));
}

} // namespace
} // namespace sinew::bench

auto main(int count, char** words) -> int {
  spdlog::set_level(spdlog::level::off);
  CLI::App app{"What one aggregate costs in memory, live and passivated"};
  std::size_t aggregates = 100'000;
  app.add_option("--aggregates", aggregates, "How many are made live at once")->check(CLI::Range(1, 10'000'000));
  CLI11_PARSE(app, count, words);
  sinew::bench::measure(aggregates);
  return 0;
}
