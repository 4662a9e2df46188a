// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/workload.hpp"

#include "services/inventory/inventory_codec.hpp"
#include "services/order/order_codec.hpp"
#include "services/payment/payment_codec.hpp"
#include "tests/simulation/order_terms.hpp"
#include "tests/simulation/shopping.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Goods, accounts, and orders that are placed without a cart.
class drawing {
 public:
  explicit drawing(draft& all) : all_{all} {}

  void prepare() {
    for (unsigned i = 1, n = 1 + all_.below(4); i <= n; ++i)
      receive(fmt::format("sku-{}", i));
    for (unsigned i = 1, n = 1 + all_.below(3); i <= n; ++i)
      open(fmt::format("a-{}", i));
  }

  void order(const std::string& id) {
    all_.drawn.orders.push_back(id);
    const auto at = 300ms + all_.some_time();
    place(at, id);
    // Sent twice by mistake, as two commands: only one can be the order.
    if (all_.one_in(8))
      place(at + all_.within(400ms), id);
    if (all_.one_in(6))
      all_.ask<shop::order>(at + all_.within(milliseconds{all_.one_in(2) ? 60 : 6'000}), id, shop::order::cancel{""});
    // Nobody waits for this one any more.
    if (all_.one_in(6))
      all_.ask<shop::order>(at + 20ms, id, shop::order::cancel{"too_late"}, node_clock::birth + at - 2s);
  }

  void transfer(unsigned number) {
    const auto& accounts = all_.drawn.accounts;
    const auto from = all_.popular(accounts);
    const auto to = all_.one_in(6) ? std::string{"nobody"} : all_.popular(accounts);
    all_.ask<shop::account>(
        200ms + all_.some_time(), from,
        shop::account::transfer{
            {fmt::format("t-{}", number)}, {to}, {1 + static_cast<std::int64_t>(all_.below(9'000)), {}}, {from}});
  }

 private:
  void receive(const std::string& sku) {
    all_.drawn.skus.push_back(sku);
    for (unsigned i = 0, n = 1 + all_.below(3); i < n; ++i)
      all_.ask<shop::stock>(i == 0 ? duration{} : all_.some_time(), sku, shop::stock::receive{5 + all_.below(40)});
  }

  void open(const std::string& account) {
    all_.drawn.accounts.push_back(account);
    all_.ask<shop::account>({}, account, shop::account::open{{"c-1"}, shop::currency::eur});
    for (unsigned i = 0, n = 1 + all_.below(4); i < n; ++i)
      all_.ask<shop::account>(i == 0 ? 50ms : all_.some_time(), account,
                              shop::account::deposit{{1'000 + static_cast<std::int64_t>(all_.below(20'000)), {}}, {}});
  }

  void place(duration at, const std::string& id) {
    shop::order::place c;
    wanted_order wanted;
    c.customer = {fmt::format("c-{}", 1 + all_.below(5))};
    for (unsigned i = 0, n = 1 + all_.below(3); i < n; ++i) {
      const auto& article = all_.popular(all_.drawn.skus);
      const auto quantity = 1 + all_.below(4);
      const std::int64_t price = 1 + all_.below(900);
      c.lines.push_back({{article}, quantity, {price, shop::currency::eur}});
      wanted.pieces[article] += quantity;
      wanted.total += price * quantity;
    }
    const auto terms = draw_terms(all_, {});
    if (const auto* prepaid = std::get_if<shop::prepaid>(&terms.payment))
      wanted.account = prepaid->account.text;
    c.payment = terms.payment;
    c.ship_to = terms.ship_to;
    c.patience = terms.patience;
    all_.drawn.placings.emplace(all_.ask<shop::order>(at, id, c), std::move(wanted));
  }

  draft& all_;
};

} // namespace

auto draw_workload(std::uint64_t seed, unsigned orders) -> workload {
  draft all{seed};
  if (orders == 0)
    orders = 3 + all.below(all.one_in(4) ? 30 : 12);
  all.drawn.span = milliseconds{4'000 + static_cast<int>(all.below(8'000))};
  drawing direct{all};
  direct.prepare();
  // Now and then nobody uses a cart, or everybody does.
  const auto by_cart = all.below(orders + 1);
  for (unsigned i = 1; i <= orders - by_cart; ++i)
    direct.order(fmt::format("o-{}", i));
  draw_shopping(all, by_cart);
  for (unsigned i = 0, n = all.below(6); i < n; ++i)
    direct.transfer(i);
  return std::move(all.drawn);
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
