// SPDX-License-Identifier: Apache-2.0
#include "gateway/shop_api.hpp"

#include "gateway/cart_resource.hpp"
#include "gateway/customer_resource.hpp"
#include "gateway/order_resource.hpp"
#include "gateway/product_resource.hpp"

#include <algorithm>
#include <iterator>

namespace sinew::gateway {

namespace {

auto lists() -> std::vector<resource_list> {
  return {{.path = "/v1/customers",
           .aggregate = "customer",
           .service = "customer",
           .model = "customers",
           .needs = access::staff},
          {.path = "/v1/products",
           .aggregate = "product",
           .service = "catalog",
           .model = "products",
           .needs = access::anybody,
           // A cart may have asked for the price of something that was never on sale.
           .always = {{"stage", wire::Comparison::not_equal, "unknown"}}},
          {.path = "/v1/carts", .aggregate = "cart", .service = "cart", .model = "carts", .owner = "customer"},
          {.path = "/v1/orders", .aggregate = "order", .service = "order", .model = "orders", .owner = "customer"}};
}

} // namespace

shop_api::shop_api(client& with, const registry_mirror& known, bounds b)
    : known_{known},
      services_{with, known, b.services},
      door_{known, b.services.patience},
      flow_{with.where(), door_, services_},
      logs_{with},
      prices_{with, services_, logs_.products},
      pricing_{prices_, services_, door_},
      payers_{services_},
      events_{with, known, services_, logs_.orders, b.event_streams},
      lists_{services_, known, lists()},
      composed_{services_, known} {
  const resource_api::surroundings in{with, services_, flow_};
  for (auto& each : {customer_resource(), product_resource(),
                     cart_resource({.carts = logs_.carts, .orders = logs_.orders, .known = known, .payers = payers_}),
                     order_resource(logs_.orders, pricing_, payers_, first_version()),
                     order_resource(logs_.orders, pricing_, payers_, second_version())})
    resources_.emplace_back(in, each);
}

auto shop_api::routes() -> std::vector<route> {
  auto all = events_.routes();
  for (auto& each : resources_)
    std::ranges::move(each.routes(), std::back_inserter(all));
  std::ranges::move(lists_.routes(), std::back_inserter(all));
  std::ranges::move(composed_.routes(), std::back_inserter(all));
  return all;
}

auto shop_api::resources() const -> std::vector<const resource*> {
  std::vector<const resource*> all;
  for (const auto& each : resources_)
    all.push_back(&each.what());
  return all;
}

} // namespace sinew::gateway
