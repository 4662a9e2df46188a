// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/shopping.hpp"

#include "services/cart/cart_codec.hpp"
#include "services/catalog/catalog_codec.hpp"
#include "services/customer/customer_codec.hpp"
#include "services/order/order_codec.hpp"
#include "services/payment/payment_codec.hpp"
#include "tests/simulation/order_terms.hpp"

#include <fmt/format.h>

namespace simulation {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

class shopping {
 public:
  explicit shopping(draft& all) : all_{all} {}

  void draw(unsigned orders) {
    for (const auto& sku : all_.drawn.skus)
      product(sku);
    for (unsigned i = 1, n = 1 + all_.below(4); i <= n; ++i)
      customer(fmt::format("c-{}", i));
    for (unsigned i = 1, n = 1 + all_.below(3); i <= n; ++i)
      carts_.push_back(fmt::format("cart-{}", i));
    for (unsigned i = 1; i <= orders; ++i)
      trip(fmt::format("o-c{}", i));
  }

 private:
  auto some_price() -> shop::money { return {1 + static_cast<std::int64_t>(all_.below(900)), shop::currency::eur}; }

  void list(duration at, const std::string& sku) {
    all_.ask<shop::product>(at, sku, shop::product::list{"Article " + sku, "", some_price()});
  }

  void product(const std::string& sku) {
    const auto listed = all_.one_in(6) ? all_.some_time() : duration{};
    list(listed, sku);
    if (all_.one_in(6))
      list(listed + all_.within(300ms), sku); // somebody else had the same idea
    for (unsigned i = 0, n = all_.below(4); i < n; ++i)
      all_.ask<shop::product>(all_.some_time(), sku, shop::product::reprice{some_price()});
    if (!all_.one_in(5))
      return;
    const auto gone = all_.some_time();
    all_.ask<shop::product>(gone, sku, shop::product::withdraw{});
    if (all_.one_in(2))
      list(gone + all_.within(2s), sku);
  }

  void customer(const std::string& id) {
    customers_.push_back(id);
    const auto at = all_.one_in(2) ? duration{} : all_.some_time();
    const auto email = [&](unsigned version) { return fmt::format("{}.{}@example.org", id, version); };
    all_.ask<shop::customer>(at, id, shop::customer::sign_up{"Customer " + id, email(1)});
    if (all_.one_in(8))
      all_.ask<shop::customer>(at + all_.within(400ms), id, shop::customer::sign_up{"Nobody", email(9)});
    for (unsigned i = 0, n = all_.below(3); i < n; ++i)
      all_.ask<shop::customer>(all_.some_time(), id, shop::customer::change_email{email(all_.below(3))});
    if (all_.one_in(5))
      all_.ask<shop::customer>(all_.some_time(), id, shop::customer::close{});
    // They had their coupon, or will have it: this one must not count besides it.
    if (all_.one_in(3))
      all_.ask<shop::account>(at + all_.within(2s), id,
                              shop::account::redeem{{coupon::welcome}, {id}, {coupon::worth, {}}});
    if (all_.one_in(5))
      all_.ask<shop::account>(at + all_.within(400ms), id, shop::account::open{{id}, shop::currency::eur});
  }

  /// Articles go into a cart, and some time later it is checked out. Others may be at the same cart meanwhile.
  void trip(const std::string& fresh) {
    const auto& cart = all_.popular(carts_);
    // A cart has one owner; now and then somebody else tries.
    const auto& who = all_.one_in(12) ? all_.popular(customers_) : owner_of(cart);
    auto at = 300ms + all_.some_time();
    for (unsigned i = 0, n = 1 + all_.below(3); i < n; ++i) {
      put(at, cart, who, 1 + all_.below(4));
      at += all_.within(60ms);
    }
    if (all_.one_in(4)) {
      at += all_.within(200ms);
      put(at, cart, who, all_.below(3)); // as many as before, others, or none
    }
    if (all_.one_in(12))
      all_.ask<shop::cart>(at + all_.within(200ms), cart, shop::cart::clear{});
    const auto order = order_of(fresh);
    at += all_.within(all_.one_in(3) ? 20ms : 1s);
    checkout(at, cart, order);
    // The catalog was not done, or the customer heard nothing: asks again.
    if (!all_.one_in(3))
      checkout(at + 300ms + all_.within(2s), cart, order);
    if (all_.one_in(8))
      all_.ask<shop::order>(at + all_.within(6s), order, shop::order::cancel{""});
  }

  auto owner_of(const std::string& cart) -> const std::string& {
    return customers_[static_cast<std::size_t>(cart.back() - '0') % customers_.size()];
  }

  /// A new id as a rule; now and then that of an order that there is, or will be.
  auto order_of(const std::string& fresh) -> std::string {
    if (all_.one_in(7) && !all_.drawn.orders.empty())
      return all_.drawn.orders[all_.below(all_.drawn.orders.size())];
    all_.drawn.orders.push_back(fresh);
    return fresh;
  }

  void put(duration at, const std::string& cart, const std::string& who, unsigned pieces) {
    const auto& article = all_.one_in(30) ? nowhere_ : all_.popular(all_.drawn.skus);
    all_.ask<shop::cart>(at, cart, shop::cart::put{{who}, {article}, pieces});
  }

  void checkout(duration at, const std::string& cart, const std::string& order) {
    const auto terms = draw_terms(all_, owner_of(cart));
    all_.ask<shop::cart>(at, cart, shop::cart::checkout{{order}, terms.payment, terms.ship_to, terms.patience});
  }

  draft& all_;
  std::vector<std::string> customers_;
  std::vector<std::string> carts_;
  const std::string nowhere_ = "sku-unknown";
};

} // namespace

void draw_shopping(draft& all, unsigned orders) {
  shopping{all}.draw(orders);
}

} // namespace simulation
