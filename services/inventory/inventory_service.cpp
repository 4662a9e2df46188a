// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/inventory_service.hpp"

#include "schemas/inventory_bfbs.hpp"
#include "services/inventory/inventory_codec.hpp"
#include "services/inventory/inventory_reactions.hpp"

namespace shop {

auto inventory_service() -> sinew::service {
  return {.name = "inventory",
          .aggregates = {&sinew::kind_of<stock>(), &sinew::kind_of<reservation>()},
          .reactions = inventory_reactions(),
          .schema = std::as_bytes(std::span{sinew::embedded::inventory_bfbs})};
}

} // namespace shop
