// SPDX-License-Identifier: Apache-2.0
#include "bench/micro/no_store.hpp"
#include "bench/micro/shop_samples.hpp"
#include "kernel/assertion.hpp"
#include "schemas/order_bfbs.hpp"
#include "schemas/payment_bfbs.hpp"
#include "services/order/order_codec.hpp"
#include "services/payment/payment_codec.hpp"

#include <benchmark/benchmark.h>

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>
#include <string>
#include <vector>

// What an actor costs per command, against what CAF's own send costs on the same loop. Commands come in bursts, one for each
// of `state.range(0)` aggregates, as a busy node reads them from its socket; the raw sends go to as many actors.

namespace sinew::bench {
namespace {

auto payment_without_parties() -> service {
  return {.name = "payment",
          .aggregates = {&kind_of<shop::account>()},
          .schema = std::as_bytes(std::span{embedded::payment_bfbs})};
}

/// A node with accounts in memory, and a command for each.
class busy_accounts {
 public:
  busy_accounts(std::int64_t accounts, const encoded& asked) : node_{payment_without_parties(), limits{}} {
    for (std::int64_t i = 0; i < accounts; ++i)
      commands_.emplace_back(command_for({"account", "a-" + std::to_string(i)}, asked));
    for (auto& command : commands_)
      command.answer_to([this](const bytes& receipt) { count(receipt); });
  }

  /// Asks each account once, and waits for all receipts.
  void ask_all() {
    answered_ = 0;
    for (auto& command : commands_)
      node_.gate().admit("account", command.next());
    node_.run_until([this] { return answered_ == commands_.size(); });
  }

  void open_all() {
    std::size_t opened = 0;
    std::vector<repeatable_command> openings;
    for (std::size_t i = 0; i < commands_.size(); ++i)
      openings.emplace_back(command_for({"account", "a-" + std::to_string(i)}, encode_named(sample_opening())));
    for (auto& opening : openings) {
      opening.answer_to([&opened](const bytes&) { ++opened; });
      node_.gate().admit("account", opening.next());
    }
    node_.run_until([&] { return opened == commands_.size(); });
  }

  /// What the latest receipt says.
  [[nodiscard]] auto outcome() const -> wire::Outcome { return read_receipt(latest_).value().outcome; }

 private:
  void count(const bytes& receipt) {
    if (++answered_ == commands_.size())
      latest_ = receipt;
  }

  storeless_node node_;
  std::vector<repeatable_command> commands_;
  std::size_t answered_ = 0;
  bytes latest_;
};

/// Verified, routed, decided: no. The domain refuses a deposit into an account that nobody has opened, so nothing is to be
/// stored; that the log has not grown meanwhile is still asked for.
void dispatch_refused(benchmark::State& state) {
  busy_accounts accounts{state.range(0), encode_named(sample_deposit())};
  accounts.ask_all();
  for (auto _ : state)
    accounts.ask_all();
  SINEW_ASSERT(accounts.outcome() == wire::Outcome::refused);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(dispatch_refused)->Arg(64)->Arg(1024);

/// Verified, routed, decided: yes. The event is encoded, folded in and wrapped in its envelope, and handed to a journal that
/// agrees at once.
void dispatch_accepted(benchmark::State& state) {
  busy_accounts accounts{state.range(0), encode_named(sample_deposit())};
  accounts.open_all();
  for (auto _ : state)
    accounts.ask_all();
  SINEW_ASSERT(accounts.outcome() == wire::Outcome::accepted);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(dispatch_accepted)->Arg(64)->Arg(1024);

/// The floor: one small message to each of as many actors, on the same scheduler.
void raw_caf_send(benchmark::State& state) {
  storeless_node node{payment_without_parties(), limits{}};
  std::int64_t received = 0;
  std::vector<caf::actor> receivers;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    receivers.push_back(node.system().spawn([&received](caf::event_based_actor*) -> caf::behavior {
      return {[&received](std::uint64_t) { ++received; }};
    }));
  std::uint64_t sent = 0;
  for (auto _ : state) {
    received = 0;
    for (const auto& receiver : receivers)
      caf::anon_send(receiver, ++sent);
    node.run_until([&] { return received == state.range(0); });
  }
  for (const auto& receiver : receivers)
    caf::anon_send_exit(receiver, caf::exit_reason::user_shutdown);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(raw_caf_send)->Arg(64)->Arg(1024);

} // namespace
} // namespace sinew::bench
