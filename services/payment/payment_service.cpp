// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_service.hpp"

#include "schemas/payment_bfbs.hpp"
#include "services/payment/payment_codec.hpp"
#include "services/payment/payment_reactions.hpp"
#include "services/payment/payments.hpp"

namespace shop {

auto payment_service(card_provider& cards) -> sinew::service {
  return {.name = "payment",
          .aggregates = {&sinew::kind_of<payment>(), &sinew::kind_of<account>()},
          .reactions = payment_reactions(cards),
          .schema = std::as_bytes(std::span{sinew::embedded::payment_bfbs}),
          .read_models = {&sinew::read_model_of<payments>()}};
}

} // namespace shop
