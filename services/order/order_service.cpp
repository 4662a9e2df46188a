// SPDX-License-Identifier: Apache-2.0
#include "services/order/order_service.hpp"

#include "schemas/order_bfbs.hpp"
#include "services/order/order_codec.hpp"
#include "services/order/order_reactions.hpp"
#include "services/order/orders.hpp"

namespace shop {

auto order_service() -> sinew::service {
  return {.name = "order",
          .aggregates = {&sinew::kind_of<order>()},
          .reactions = order_reactions(),
          .schema = std::as_bytes(std::span{sinew::embedded::order_bfbs}),
          .read_models = {&sinew::read_model_of<orders>()},
          .saga_ends = {{"order", "confirmed", "completed"}, {"order", "cancelled", "compensated"}}};
}

} // namespace shop
