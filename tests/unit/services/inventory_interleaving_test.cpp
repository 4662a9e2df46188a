// SPDX-License-Identifier: Apache-2.0

// Reservations and stocks driven by the real table of reactions through encoded bytes, in any interleaving: the order of
// events is kept per aggregate, as readers keep it, and nothing else is; every event may be seen twice.

#include "schemas/payment_generated.h"
#include "services/inventory/inventory_codec.hpp"
#include "services/inventory/inventory_service.hpp"
#include "services/order/order_codec.hpp"
#include "tests/support/reactions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <deque>
#include <map>
#include <random>
#include <set>

namespace shop {
namespace {

using sinew::aggregate_key;
using sinew::encode_named;
using sinew::encoded;

/// What is to become of an order, once its goods are reserved. Undoing may begin at any time.
enum class fate : std::uint8_t { confirmed, undone };

struct wanted_order {
  std::vector<piece> pieces;
  fate end;
};

/// How events are repeated. Readers give a command the id of its event, so an aggregate knows one that it has had.
enum class repetition : std::uint8_t {
  /// Of the newest delivery of a key only, and the aggregate has forgotten it: the domain alone must cope.
  at_once_and_forgotten,
  /// Of any event, at any later time, and the aggregate remembers it by its id.
  ever_and_remembered,
};

class inventory_world {
 public:
  inventory_world(repetition repeated, std::uint64_t seed) : repeated_{repeated}, chance_{seed} {}

  void receive(const sku& article, std::uint32_t quantity) {
    command({"stock", article.text}, encode_named(stock::receive{quantity}));
  }

  void order_of(const reservation_id& id, const wanted_order& wanted) {
    order::placed placed{{"c-1"}, {}, {}, card{"4242"}, std::nullopt, {}};
    for (const auto& each : wanted.pieces)
      placed.lines.push_back({each.article, each.quantity, {}});
    publish({"order", id.text}, encode_named(placed));
    if (wanted.end == fate::confirmed)
      to_confirm_.insert(id.text);
    else
      publish({"payment", id.text}, {"cancelled", sinew::testing::table_bytes([](auto& b) {
                                       return wire::CreatePaymentCancelledDirect(b, "deadline");
                                     })});
  }

  /// Delivers events until none is left.
  void run() {
    while (!waiting_.empty())
      step();
  }

  template <class Domain>
  auto state(const std::string& id) -> typename Domain::state {
    return sinew::decode<typename Domain::state>(aggregate({std::string{Domain::name}, id}).save()).value();
  }

 private:
  struct happened {
    std::uint64_t number;
    aggregate_key key;
    encoded event;
  };

  auto below(std::size_t limit) -> std::size_t {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(chance_);
  }
  auto one_in(std::size_t n) -> bool { return below(n) == 0; }

  void step() {
    const auto queue = std::next(waiting_.begin(), static_cast<std::ptrdiff_t>(below(waiting_.size())));
    const auto next = queue->second.front();
    const bool again = repeated_ == repetition::at_once_and_forgotten && one_in(4);
    if (!again)
      queue->second.pop_front();
    if (queue->second.empty())
      waiting_.erase(queue);
    deliver(next);
    if (repeated_ == repetition::ever_and_remembered && one_in(4))
      deliver(past_[below(past_.size())]);
  }

  void deliver(const happened& seen) {
    if (seen.key.aggregate == "reservation" && seen.event.type == "reserved" && to_confirm_.erase(seen.key.id) > 0)
      publish({"order", seen.key.id}, encode_named(order::confirmed{{"c-1"}, {}}));
    for (const auto& asked :
         sinew::testing::commands_for(service_.reactions, seen.key, seen.event.type, seen.event.payload))
      if (repeated_ == repetition::at_once_and_forgotten ||
          known_.emplace(seen.number, asked.to, asked.command.type).second)
        command(asked.to, asked.command);
  }

  void command(const aggregate_key& to, const encoded& asked) {
    const auto verdict = aggregate(to).decide(asked.type, asked.payload, {to.id, {}});
    ASSERT_TRUE(verdict) << verdict.error().what;
    if (const auto* no = std::get_if<sinew::refused>(&*verdict))
      FAIL() << to.aggregate << " " << to.id << " refuses " << asked.type << ": " << no->reason;
    for (const auto& event : std::get<std::vector<encoded>>(*verdict)) {
      ASSERT_TRUE(aggregate(to).evolve(event.type, event.payload));
      publish(to, event);
    }
  }

  void publish(const aggregate_key& key, const encoded& event) {
    past_.push_back({past_.size(), key, event});
    waiting_[key].push_back(past_.back());
  }

  auto aggregate(const aggregate_key& key) -> sinew::folded_state& {
    auto& state = aggregates_[key];
    if (!state)
      state = service_.find(key.aggregate)->birth();
    return *state;
  }

  const sinew::service service_ = inventory_service();
  const repetition repeated_;
  std::mt19937_64 chance_;
  std::map<aggregate_key, std::unique_ptr<sinew::folded_state>> aggregates_;
  /// What happened and was not yet reacted to, in order, per aggregate.
  std::map<aggregate_key, std::deque<happened>> waiting_;
  std::deque<happened> past_; // references stay valid while it grows
  std::set<std::string> to_confirm_;
  std::set<std::tuple<std::uint64_t, aggregate_key, std::string_view>> known_;
};

constexpr int articles = 3;
constexpr std::uint32_t received = 12;

auto article(int i) -> sku {
  return {"SKU-" + std::to_string(i)};
}

auto order_id(std::size_t i) -> reservation_id {
  return {"o-" + std::to_string(i)};
}

auto any_order() -> rc::Gen<wanted_order> {
  // Small numbers in all sizes of test: what matters is that orders share articles and that some fall short.
  const auto any_piece = rc::gen::resize(
      rc::kNominalSize,
      rc::gen::map(rc::gen::pair(rc::gen::inRange(0, articles), rc::gen::inRange<std::uint32_t>(1, 8)), [](auto p) {
        return piece{article(p.first), p.second};
      }));
  const auto pieces = rc::gen::resize(5, rc::gen::nonEmpty(rc::gen::container<std::vector<piece>>(any_piece)));
  return rc::gen::map(rc::gen::pair(pieces, rc::gen::arbitrary<bool>()), [](auto p) {
    return wanted_order{p.first, p.second ? fate::confirmed : fate::undone};
  });
}

/// In the end nothing is held; what is shipped is what committed reservations wanted, all of it, once.
void audit(inventory_world& world, const std::vector<wanted_order>& orders) {
  std::map<sku, std::uint64_t> sold;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const auto end = world.state<reservation>(order_id(i).text);
    if (orders[i].end == fate::undone)
      RC_ASSERT(end.at == reservation::stage::released);
    else
      RC_ASSERT(end.at == reservation::stage::committed || end.at == reservation::stage::rejected);
    if (end.at == reservation::stage::committed)
      for (const auto& each : orders[i].pieces)
        sold[each.article] += each.quantity;
  }
  for (int i = 0; i < articles; ++i) {
    const auto end = world.state<stock>(article(i).text);
    RC_ASSERT(end.reserved == 0U);
    RC_ASSERT(end.holdings.empty());
    RC_ASSERT(end.shipped == sold[article(i)]);
    RC_ASSERT(end.available + end.shipped == received);
  }
}

void orders_come_to_their_end(repetition repeated) {
  const auto orders = *rc::gen::scale(0.2, rc::gen::container<std::vector<wanted_order>>(any_order()));
  inventory_world world{repeated, *rc::gen::arbitrary<std::uint64_t>()};
  for (int i = 0; i < articles; ++i)
    world.receive(article(i), received);
  for (std::size_t i = 0; i < orders.size(); ++i)
    world.order_of(order_id(i), orders[i]);
  world.run();
  RC_ASSERT(!::testing::Test::HasFailure());
  audit(world, orders);
}

RC_GTEST_PROP(inventory, ships_or_gives_back_all_although_events_come_twice, ()) {
  orders_come_to_their_end(repetition::at_once_and_forgotten);
}

RC_GTEST_PROP(inventory, ships_or_gives_back_all_although_old_events_come_again, ()) {
  orders_come_to_their_end(repetition::ever_and_remembered);
}

} // namespace
} // namespace shop
