// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/services/payment_world.hpp"

#include <rapidcheck/gtest.h>

namespace shop {
namespace {

using testing::payment_world;

// Two that are open, one in another currency, one that only a coupon opens.
const std::vector<std::string> ids{"a-1", "a-2", "a-dollar", "a-closed"};

/// Something that somebody asks of an account.
struct wish {
  enum class kind : std::uint8_t { deposit, coupon, debit, credit, transfer };
  kind what;
  std::size_t whose;
  std::size_t to;     // account, for a transfer
  unsigned thing;     // which payment, coupon or transfer: few, so that they repeat
  std::int64_t units; // sometimes not positive, sometimes huge
};

auto any_wish() -> rc::Gen<wish> {
  const auto units = rc::gen::weightedOneOf<std::int64_t>(
      {{8, rc::gen::inRange<std::int64_t>(1, 200)},
       {1, rc::gen::inRange<std::int64_t>(-3, 1)},
       {1, rc::gen::element<std::int64_t>(std::numeric_limits<std::int64_t>::max(),
                                          std::numeric_limits<std::int64_t>::max() / 2)}});
  return rc::gen::build<wish>(
      rc::gen::set(&wish::what, rc::gen::element(wish::kind::deposit, wish::kind::coupon, wish::kind::debit,
                                                 wish::kind::credit, wish::kind::transfer, wish::kind::transfer)),
      rc::gen::set(&wish::whose, rc::gen::inRange<std::size_t>(0, 4)),
      rc::gen::set(&wish::to, rc::gen::inRange<std::size_t>(0, 4)),
      rc::gen::set(&wish::thing, rc::gen::inRange(0U, 5U)), rc::gen::set(&wish::units, units));
}

/// Counts what comes in from outside; the rest only moves.
class bank {
 public:
  explicit bank(std::uint64_t seed) : world_{seed} {
    world_.command<account>("a-1", account::open{{"c-1"}, currency::eur});
    world_.command<account>("a-2", account::open{{"c-2"}, currency::eur});
    world_.command<account>("a-dollar", account::open{{"c-3"}, currency::usd});
  }

  void ask(const wish& w) {
    const auto& id = ids[w.whose];
    const money amount{w.units, currency::eur};
    const auto thing = std::to_string(w.thing);
    switch (w.what) {
      case wish::kind::deposit: return come_in(id, account::deposit{amount});
      case wish::kind::coupon: return come_in(id, account::redeem{{"coupon-" + thing}, {"c-1"}, amount});
      case wish::kind::debit:
        if (w.units >= 0) // that of a payment always is
          world_.command<account>(id, account::debit{{"o-" + thing}, amount});
        return;
      case wish::kind::credit: return world_.command<account>(id, account::credit{{"o-" + thing}});
      case wish::kind::transfer:
        return world_.command<account>(id, account::transfer{{"t-" + thing}, {ids[w.to]}, amount, {id}});
    }
  }

  void let_some_events_arrive() {
    for (auto left = world_.below(4); left > 0 && !world_.is_quiet(); --left)
      world_.step();
  }
  void let_all_events_arrive() { world_.run(); }

  /// No account owes anything.
  auto nobody_owes() -> bool {
    for (const auto& id : ids)
      if (world_.state<account>(id).balance.units < 0)
        return false;
    return true;
  }

  /// What was deposited is on an account or was paid.
  auto is_balanced() -> bool {
    std::uint64_t found = 0;
    for (const auto& id : ids) {
      const auto state = world_.state<account>(id);
      found += static_cast<std::uint64_t>(state.balance.units);
      for (const auto& [payment, amount] : state.debits)
        found += static_cast<std::uint64_t>(amount.units);
    }
    return found == deposited_;
  }

 private:
  /// Whatever the account has more by it comes from outside.
  template <class Command>
  void come_in(const std::string& id, const Command& command) {
    const auto before = world_.state<account>(id).balance.units;
    world_.command<account>(id, command);
    deposited_ += static_cast<std::uint64_t>(world_.state<account>(id).balance.units - before);
  }

  payment_world world_;
  std::uint64_t deposited_ = 0; // modulo 2^64: several accounts may each be full
};

RC_GTEST_PROP(account_money, is_conserved_whatever_is_asked_and_however_events_arrive, (std::uint64_t seed)) {
  bank every{seed};
  for (const auto& w : *rc::gen::container<std::vector<wish>>(any_wish())) {
    every.ask(w);
    RC_ASSERT(every.nobody_owes());
    every.let_some_events_arrive();
    RC_ASSERT(every.nobody_owes());
  }
  every.let_all_events_arrive();
  RC_ASSERT(every.nobody_owes());
  RC_ASSERT(every.is_balanced());
}

} // namespace
} // namespace shop
