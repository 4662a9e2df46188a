// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/lists/customer_orders.hpp"
#include "gateway/lists/list_api.hpp"
#include "gateway/order_events.hpp"
#include "gateway/order_pricing.hpp"
#include "gateway/payer_check.hpp"
#include "gateway/resource_api.hpp"
#include "gateway/shop_logs.hpp"

#include <vector>

namespace sinew::gateway {

/// The shop's resources under `/v1` and `/v2`, and what they share. Loop's thread.
class shop_api {
 public:
  struct bounds {
    guarded_services::bounds services;
    /// Event streams open at once; one more is answered 503.
    std::size_t event_streams = 256;
  };

  /// Both must outlive it, and it the loop's last turn.
  shop_api(client& with, const registry_mirror& known, bounds b);

  auto routes() -> std::vector<route>;
  void on_registry_changed() { logs_.start(*known_.current()); }

  /// What is served, as data; lives as long as this.
  [[nodiscard]] auto resources() const -> std::vector<const resource*>;
  [[nodiscard]] auto services() -> guarded_services& { return services_; }
  [[nodiscard]] auto services() const -> const guarded_services& { return services_; }
  [[nodiscard]] auto logs() const -> const shop_logs& { return logs_; }

 private:
  const registry_mirror& known_;
  guarded_services services_;
  command_door door_;
  command_flow flow_;
  shop_logs logs_;
  price_list prices_;
  order_pricing pricing_;
  payer_check payers_;
  order_events events_;
  list_api lists_;
  customer_orders composed_;
  std::vector<resource_api> resources_; // none is added later: rows point into it
};

} // namespace sinew::gateway
