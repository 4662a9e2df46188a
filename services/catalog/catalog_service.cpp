// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/catalog_service.hpp"

#include "schemas/catalog_bfbs.hpp"
#include "services/catalog/catalog_codec.hpp"
#include "services/catalog/catalog_reactions.hpp"
#include "services/catalog/products.hpp"

namespace shop {

auto catalog_service() -> sinew::service {
  return {.name = "catalog",
          .aggregates = {&sinew::kind_of<product>()},
          .reactions = catalog_reactions(),
          .schema = std::as_bytes(std::span{sinew::embedded::catalog_bfbs}),
          .read_models = {&sinew::read_model_of<products>()}};
}

} // namespace shop
