// SPDX-License-Identifier: Apache-2.0
#pragma once

// Payments and accounts driven by the real table of reactions through encoded bytes, in any interleaving. Nothing remembers
// what was delivered already: the domains alone must cope with every repetition.

#include "actors/reaction_map.hpp"
#include "services/payment/card_provider.hpp"
#include "services/payment/payment_codec.hpp"
#include "services/payment/payment_reactions.hpp"

#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace shop::testing {

/// A card provider that takes every card, answers at once, and keeps its promise about voided ids.
class honest_card_provider final : public card_provider {
 public:
  void charge(const charge_order& what, sinew::completion<answer> done) override {
    if (voided_.contains(what.payment))
      return done(declined{"voided"});
    taken_[what.payment] = what.amount;
    done(approved{"ch-1"});
  }
  void cancel(const payment_id& what, sinew::completion<void> done) override {
    voided_.insert(what);
    taken_.erase(what);
    done({});
  }
  /// Units taken and not given back.
  [[nodiscard]] auto taken() const -> std::int64_t {
    std::int64_t all = 0;
    for (const auto& [id, amount] : taken_)
      all += amount.units;
    return all;
  }

 private:
  std::set<payment_id> voided_;
  std::map<payment_id, money> taken_;
};

/// All payments and accounts there are, with the events they have had and that nobody has reacted to yet.
class payment_world {
 public:
  explicit payment_world(std::uint64_t seed) : chance_{seed} {}

  template <class Domain, class Command>
  void command(const std::string& id, const Command& asked) {
    handle(sinew::address<Domain>(id, asked));
  }

  /// Reacts to one event, chosen by chance; one time in three it will be seen again.
  void step() {
    const auto at = below(waiting_.size());
    const auto seen = waiting_[at];
    if (below(3) != 0)
      waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(at));
    react(seen);
  }
  void run() {
    while (!waiting_.empty())
      step();
  }
  [[nodiscard]] auto is_quiet() const -> bool { return waiting_.empty(); }

  template <class Domain>
  auto state(const std::string& id) -> typename Domain::state {
    return sinew::decode<typename Domain::state>(aggregate({std::string{Domain::name}, id}).save()).value();
  }
  [[nodiscard]] auto cards() const -> const honest_card_provider& { return cards_; }
  auto below(std::size_t limit) -> std::size_t {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(chance_);
  }

 private:
  struct happened {
    sinew::aggregate_key key;
    sinew::encoded event;
  };

  auto aggregate(const sinew::aggregate_key& key) -> sinew::folded_state& {
    auto& found = aggregates_[key];
    if (!found)
      found = key.aggregate == payment::name ? sinew::kind_of<payment>().birth() : sinew::kind_of<account>().birth();
    return *found;
  }

  // A refusal is an answer too: what a late message gets.
  void handle(const sinew::addressed& asked) {
    auto& who = aggregate(asked.to);
    const auto verdict = who.decide(asked.command.type, asked.command.payload, {asked.to.id, sinew::timestamp{}});
    ASSERT_TRUE(verdict) << asked.command.type << ": " << verdict.error().what;
    if (const auto* events = std::get_if<std::vector<sinew::encoded>>(&*verdict))
      for (const auto& event : *events) {
        ASSERT_TRUE(who.evolve(event.type, event.payload));
        waiting_.push_back({asked.to, event});
      }
  }

  void react(const happened& what) {
    const sinew::seen_event seen{what.key, what.event.type, what.event.payload, {1, 1}, what.key.id, {}};
    for (const auto& row : reactions_) {
      if (row.aggregate != what.key.aggregate || row.event != what.event.type)
        continue;
      if (row.map)
        handle_all(row.map(seen));
      else
        row.effect(seen, [this](const sinew::reaction_result& commands) { handle_all(commands); });
    }
  }

  void handle_all(const sinew::reaction_result& commands) {
    ASSERT_TRUE(commands) << commands.error().what;
    for (const auto& each : *commands)
      handle(each);
  }

  std::mt19937_64 chance_;
  honest_card_provider cards_;
  std::vector<sinew::reaction> reactions_ = payment_reactions(cards_);
  std::map<sinew::aggregate_key, std::unique_ptr<sinew::folded_state>> aggregates_;
  std::vector<happened> waiting_;
};

} // namespace shop::testing
