// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/shop_node.hpp"

#include "services/cart/cart_service.hpp"
#include "services/catalog/catalog_service.hpp"
#include "services/customer/customer_service.hpp"
#include "services/inventory/inventory_service.hpp"
#include "services/notification/notification_service.hpp"
#include "services/order/order_service.hpp"
#include "services/payment/payment_service.hpp"
#include "services/shipping/shipping_service.hpp"

namespace simulation {

auto to_string(shop_service which) -> std::string_view {
  switch (which) {
    case shop_service::order: return "order";
    case shop_service::inventory: return "inventory";
    case shop_service::payment: return "payment";
    case shop_service::shipping: return "shipping";
    case shop_service::notification: return "notification";
    case shop_service::customer: return "customer";
    case shop_service::catalog: return "catalog";
    case shop_service::cart: return "cart";
  }
  return "unknown";
}

shop_node::shop_node(const surroundings& around, shop_service what, const seat_name& who, std::uint64_t seed,
                     callbacks tell)
    : name_{who.node},
      chance_{seed},
      at_{around.when.open()},
      clock_{around.when},
      wire_{std::make_shared<wire>(around.through,
                                   endpoints{around.broker, around.broker_at, at_, std::string{to_string(what)}, name_},
                                   clock_, chance_)},
      ports_{wire_, clock_, chance_},
      line_{around.world, at_},
      cards_{around.world, line_, clock_},
      parcels_{around.world, line_, clock_},
      post_{around.world, line_},
      service_{definition(what)},
      running_{std::make_unique<sinew::node>(at_->where(), ports_.ports(), service_, around.bounds,
                                             sinew::node_identity{.name = name_,
                                                                  .version = "simulated",
                                                                  .variant = who.variant,
                                                                  .lanes = around.lanes,
                                                                  .on_failure = std::move(tell.on_failure),
                                                                  .on_drained = std::move(tell.on_drained)})} {
  running_->start();
}

shop_node::~shop_node() {
  wire_->close(chance_.next() % 2 == 0);
}

void shop_node::drain() {
  at_->where().post([this] { running_->drain(); });
}

auto shop_node::definition(shop_service what) -> sinew::service {
  switch (what) {
    case shop_service::order: return shop::order_service();
    case shop_service::inventory: return shop::inventory_service();
    case shop_service::payment: return shop::payment_service(cards_);
    case shop_service::shipping: return shop::shipping_service(parcels_);
    case shop_service::notification: return shop::notification_service(post_);
    case shop_service::customer: return shop::customer_service();
    case shop_service::catalog: return shop::catalog_service();
    case shop_service::cart: return shop::cart_service();
  }
  return {};
}

} // namespace simulation
