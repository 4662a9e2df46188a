// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/services/payment_world.hpp"

#include <rapidcheck/gtest.h>

namespace shop {
namespace {

using testing::payment_world;
using stage = payment::stage;

constexpr money price{60, currency::eur};
constexpr money savings{100, currency::eur};
const std::string order = "o-1";
const std::string wallet = "a-1";

enum class asked : std::uint8_t { request, charge, expire, refund };

void ask(payment_world& world, asked what, const payment_method& method) {
  switch (what) {
    case asked::request:
      return world.command<payment>(
          order, payment::request{{"c-1"}, price, method, world.now() + std::chrono::minutes{1}, {}});
    case asked::charge: return world.command<payment>(order, payment::charge{});
    case asked::expire: world.let_pass(payment::patience * 2); return world.command<payment>(order, payment::expire{});
    case asked::refund: return world.command<payment>(order, payment::refund{"deadline"});
  }
}

/// A request and a charge at least once each, a refund and a silence perhaps: in any order, with repetitions.
auto any_requests(payment_world& world) -> std::vector<asked> {
  auto all = *rc::gen::container<std::vector<asked>>(
      rc::gen::element(asked::request, asked::charge, asked::expire, asked::refund));
  for (const auto needed : {asked::request, asked::charge})
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(world.below(all.size() + 1)), needed);
  return all;
}

void pay(payment_world& world, const payment_method& method) {
  world.command<account>(wallet, account::open{{"c-1"}, currency::eur});
  world.command<account>(wallet, account::deposit{savings});
  for (const auto each : any_requests(world)) {
    ask(world, each, method);
    for (auto left = world.below(3); left > 0 && !world.is_quiet(); --left)
      world.step();
  }
  world.run();
}

auto has_ended(stage at) -> bool {
  return at == stage::charged || at == stage::declined || at == stage::refunded || at == stage::cancelled;
}

RC_GTEST_PROP(payment_money, leaves_the_account_once_or_not_at_all, (std::uint64_t seed)) {
  payment_world world{seed};
  pay(world, prepaid{{wallet}});
  const auto at = world.state<payment>(order).at;
  RC_ASSERT(has_ended(at));
  const auto paid = savings.units - world.state<account>(wallet).balance.units;
  RC_ASSERT(paid == (at == stage::charged ? price.units : 0));
}

RC_GTEST_PROP(payment_money, leaves_the_card_once_or_not_at_all, (std::uint64_t seed)) {
  payment_world world{seed};
  pay(world, card{"4242424242424242"});
  const auto at = world.state<payment>(order).at;
  RC_ASSERT(has_ended(at));
  RC_ASSERT(world.cards().taken() == (at == stage::charged ? price.units : 0));
  RC_ASSERT(world.state<account>(wallet).balance == savings);
}

TEST(payment_money, stays_where_it_is_when_the_account_has_too_little) {
  payment_world world{1};
  world.command<account>(wallet, account::open{{"c-1"}, currency::eur});
  ask(world, asked::request, prepaid{{wallet}});
  ask(world, asked::charge, prepaid{{wallet}});
  world.run();
  EXPECT_EQ(world.state<payment>(order).at, stage::declined);
  EXPECT_EQ(world.state<payment>(order).code, "insufficient_funds");
}

} // namespace
} // namespace shop
