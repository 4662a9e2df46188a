// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipping_service.hpp"

#include "schemas/shipping_bfbs.hpp"
#include "services/shipping/shipments.hpp"
#include "services/shipping/shipping_codec.hpp"
#include "services/shipping/shipping_reactions.hpp"

namespace shop {

auto shipping_service(carrier& parcels) -> sinew::service {
  return {.name = "shipping",
          .aggregates = {&sinew::kind_of<shipment>()},
          .reactions = shipping_reactions(parcels),
          .schema = std::as_bytes(std::span{sinew::embedded::shipping_bfbs}),
          .read_models = {&sinew::read_model_of<shipments>()}};
}

} // namespace shop
