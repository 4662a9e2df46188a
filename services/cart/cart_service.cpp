// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart_service.hpp"

#include "schemas/cart_bfbs.hpp"
#include "services/cart/cart_codec.hpp"
#include "services/cart/cart_reactions.hpp"
#include "services/cart/carts.hpp"

namespace shop {

auto cart_service() -> sinew::service {
  return {.name = "cart",
          .aggregates = {&sinew::kind_of<cart>()},
          .reactions = cart_reactions(),
          .schema = std::as_bytes(std::span{sinew::embedded::cart_bfbs}),
          .read_models = {&sinew::read_model_of<carts>()}};
}

} // namespace shop
