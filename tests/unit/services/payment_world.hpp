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

/// A card provider that takes every card, answers at once or, by chance, not at all, and keeps its promise about voided
/// ids.
class honest_card_provider final : public card_provider {
 public:
  explicit honest_card_provider(std::mt19937_64& chance) : chance_{chance} {}

  void charge(const charge_order& what, sinew::completion<answer> done) override {
    if (is_away())
      return done(sinew::fail(sinew::errc::unavailable, "away"));
    if (voided_.contains(what.payment))
      return done(declined{"voided"});
    taken_[what.payment] = what.amount;
    if (is_away())
      return done(sinew::fail(sinew::errc::outcome_unknown, "taken, and then silent"));
    done(approved{"ch-1"});
  }
  void cancel(const payment_id& what, sinew::completion<void> done) override {
    if (is_away())
      return done(sinew::fail(sinew::errc::unavailable, "away"));
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
  auto is_away() -> bool { return chance_() % 3 == 0; }

  std::mt19937_64& chance_;
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
  /// Until nothing follows any more, however long that takes: whoever wants to be woken is, at the time it names.
  void run() {
    do
      while (!waiting_.empty())
        step();
    while (wake_first());
  }
  [[nodiscard]] auto now() const -> sinew::timestamp { return now_; }
  void let_pass(std::chrono::seconds span) { now_ += span; }
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
    const auto verdict = who.decide(asked.command.type, asked.command.payload, {asked.to.id, now_});
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
        row.effect(seen, [&](const sinew::reaction_result& commands) { handle_outcome(what, commands); });
    }
  }

  /// What cannot be done now comes again, as a reader would see to.
  void handle_outcome(const happened& what, const sinew::reaction_result& commands) {
    if (!commands && commands.error().code == sinew::errc::unavailable)
      return waiting_.push_back(what);
    handle_all(commands);
  }

  auto wake_first() -> bool {
    for (auto& [key, who] : aggregates_)
      if (auto alarm = who->alarm()) {
        now_ = std::max(now_, alarm->at);
        handle({key, std::move(alarm->command)});
        return true;
      }
    return false;
  }

  void handle_all(const sinew::reaction_result& commands) {
    ASSERT_TRUE(commands) << commands.error().what;
    for (const auto& each : *commands)
      handle(each);
  }

  std::mt19937_64 chance_;
  sinew::timestamp now_ = sinew::from_unix_ns(1'790'000'000'000'000'000);
  honest_card_provider cards_{chance_};
  std::vector<sinew::reaction> reactions_ = payment_reactions(cards_);
  std::map<sinew::aggregate_key, std::unique_ptr<sinew::folded_state>> aggregates_;
  std::vector<happened> waiting_;
};

} // namespace shop::testing
