// SPDX-License-Identifier: Apache-2.0
#include "gateway/shop_logs.hpp"

#include "bridge/subjects.hpp"

namespace sinew::gateway {

shop_logs::shop_logs(client& with)
    : orders{with, subject::event_stream("order"), subject::events("order")},
      carts{with, subject::event_stream("cart"), subject::events("cart")},
      products{with, subject::event_stream("catalog"), subject::events("product")} {}

void shop_logs::start(const catalog& known) {
  if (known.owner_of("order") != nullptr)
    orders.start();
  if (known.owner_of("cart") != nullptr)
    carts.start();
  if (known.owner_of("product") != nullptr)
    products.start();
}

auto shop_logs::are_on(const catalog& known) const -> bool {
  const auto is_missing = [&known](const event_tail& log, std::string_view aggregate) {
    return !log.is_on() && known.owner_of(aggregate) != nullptr;
  };
  return orders.is_on() && !is_missing(carts, "cart") && !is_missing(products, "product");
}

} // namespace sinew::gateway
