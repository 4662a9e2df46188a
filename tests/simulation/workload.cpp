// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/workload.hpp"

#include "memory/seeded_randomness.hpp"
#include "services/inventory/inventory_codec.hpp"
#include "services/order/order_codec.hpp"
#include "services/payment/payment_codec.hpp"
#include "tests/simulation/outside.hpp"
#include "tests/simulation/shop_node.hpp"

#include <fmt/format.h>
#include <cmath>
#include <numeric>

namespace simulation {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

class drawing {
 public:
  drawing(std::uint64_t seed, unsigned orders) : chance_{seed ^ 0x3077ULL}, orders_{orders} {}

  auto draw() -> workload {
    if (orders_ == 0)
      orders_ = 3 + below(one_in(4) ? 30 : 12);
    drawn_.span = milliseconds{4'000 + static_cast<int>(below(8'000))};
    for (unsigned i = 1, n = 1 + below(4); i <= n; ++i)
      drawn_.skus.push_back(fmt::format("sku-{}", i));
    for (unsigned i = 1, n = 1 + below(3); i <= n; ++i)
      drawn_.accounts.push_back(fmt::format("a-{}", i));
    prepare();
    for (unsigned i = 1; i <= orders_; ++i)
      order(fmt::format("o-{}", i));
    for (unsigned i = 0, n = below(6); i < n; ++i)
      transfer(i);
    return std::move(drawn_);
  }

 private:
  auto below(std::uint64_t limit) -> unsigned { return static_cast<unsigned>(chance_.next() % limit); }
  auto one_in(unsigned n) -> bool { return below(n) == 0; }
  auto some_time() -> duration {
    return milliseconds{static_cast<int>(
        below(static_cast<std::uint64_t>(std::chrono::duration_cast<milliseconds>(drawn_.span).count())))};
  }

  /// A few are wanted by many (Zipf's law, exponent 1).
  template <class T>
  auto popular(const std::vector<T>& all) -> const T& {
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      sum += 1.0 / static_cast<double>(i + 1);
    auto at = sum * static_cast<double>(below(1'000'000)) / 1e6;
    for (std::size_t i = 0; i < all.size(); ++i)
      if ((at -= 1.0 / static_cast<double>(i + 1)) < 0)
        return all[i];
    return all.back();
  }

  template <class Domain, class Command>
  auto ask(duration at, const std::string& id, const Command& c, sinew::timestamp deadline = {}) -> sinew::uuid {
    const auto encoded = sinew::encode_named(c);
    const auto name = sinew::uuid_v7(node_clock::birth + at, chance_.next(), chance_.next());
    const auto command = sinew::message::write(
        {.aggregate = Domain::name, .aggregate_id = id, .type = encoded.type, .deadline = deadline},
        {{{.id = name, .correlation = id, .time = node_clock::birth + at, .actor = "client"}, encoded.payload}});
    drawn_.intentions.push_back({at, static_cast<int>(below(2)), command});
    // Somebody double-clicked: the same command, on another way.
    if (one_in(5))
      drawn_.intentions.push_back(
          {at + milliseconds{below(one_in(2) ? 5 : 3'000)}, static_cast<int>(below(2)), command});
    return name;
  }

  void prepare() {
    for (const auto& each : drawn_.skus)
      for (unsigned i = 0, n = 1 + below(3); i < n; ++i)
        ask<shop::stock>(i == 0 ? duration{} : some_time(), each, shop::stock::receive{5 + below(40)});
    for (const auto& each : drawn_.accounts) {
      ask<shop::account>({}, each, shop::account::open{{"c-1"}, shop::currency::eur});
      for (unsigned i = 0, n = 1 + below(4); i < n; ++i)
        ask<shop::account>(i == 0 ? 50ms : some_time(), each,
                           shop::account::deposit{{1'000 + static_cast<std::int64_t>(below(20'000)), {}}});
    }
  }

  void order(const std::string& id) {
    drawn_.orders.push_back(id);
    const auto at = 300ms + some_time();
    place(at, id);
    // Sent twice by mistake, as two commands: only one can be the order.
    if (one_in(8))
      place(at + milliseconds{below(400)}, id);
    if (one_in(6))
      ask<shop::order>(at + milliseconds{below(one_in(2) ? 60 : 6'000)}, id, shop::order::cancel{""});
    // Nobody waits for this one any more.
    if (one_in(6))
      ask<shop::order>(at + 20ms, id, shop::order::cancel{"too_late"}, node_clock::birth + at - 2s);
  }

  void place(duration at, const std::string& id) {
    shop::order::place c;
    wanted_order wanted;
    c.customer = {fmt::format("c-{}", 1 + below(5))};
    for (unsigned i = 0, n = 1 + below(3); i < n; ++i) {
      const auto& article = popular(drawn_.skus);
      const auto quantity = 1 + below(4);
      const std::int64_t price = 1 + below(900);
      c.lines.push_back({{article}, quantity, {price, shop::currency::eur}});
      wanted.pieces[article] += quantity;
      wanted.total += price * quantity;
    }
    if (one_in(3)) {
      wanted.account = one_in(12) ? "nobody" : popular(drawn_.accounts);
      c.payment = shop::prepaid{{wanted.account}};
    } else {
      c.payment = shop::card{card_number()};
    }
    c.ship_to = shop::address{"A", "B 1",
                              one_in(8)   ? postcode::refused
                              : one_in(8) ? postcode::slow
                                          : postcode::good,
                              "C", "DE"};
    if (one_in(3))
      c.patience = std::chrono::seconds{1 + below(6)};
    drawn_.placings.emplace(ask<shop::order>(at, id, c), std::move(wanted));
  }

  auto card_number() -> std::string {
    switch (below(10)) {
      case 0: return card::declined;
      case 1: return card::failing;
      case 2: return card::slow;
      default: return card::good;
    }
  }

  void transfer(unsigned number) {
    const auto& from = popular(drawn_.accounts);
    const auto to = one_in(6) ? std::string{"nobody"} : popular(drawn_.accounts);
    ask<shop::account>(
        200ms + some_time(), from,
        shop::account::transfer{
            {fmt::format("t-{}", number)}, {to}, {1 + static_cast<std::int64_t>(below(9'000)), {}}, {from}});
  }

  sinew::seeded_randomness chance_;
  unsigned orders_;
  workload drawn_;
};

} // namespace

auto draw_workload(std::uint64_t seed, unsigned orders) -> workload {
  return drawing{seed, orders}.draw();
}

auto cancel_of(const std::string& order) -> intention {
  const auto encoded = sinew::encode_named(shop::order::cancel{""});
  return {{},
          0,
          sinew::message::write({.aggregate = shop::order::name, .aggregate_id = order, .type = encoded.type},
                                {{{.id = sinew::derived_uuid({1, 1}, order), .correlation = order, .actor = "client"},
                                  encoded.payload}})};
}

} // namespace simulation
