// SPDX-License-Identifier: Apache-2.0
#include "services/customer/customer_service.hpp"

#include "schemas/customer_bfbs.hpp"
#include "services/customer/customer_codec.hpp"
#include "services/customer/customers.hpp"

namespace shop {

auto customer_service() -> sinew::service {
  return {.name = "customer",
          .aggregates = {&sinew::kind_of<customer>()},
          .reactions = {},
          .schema = std::as_bytes(std::span{sinew::embedded::customer_bfbs}),
          .read_models = {&sinew::read_model_of<customers>()}};
}

} // namespace shop
