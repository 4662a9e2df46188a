// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"

namespace sinew::gateway {

class payer_check;

/// What carts lead to is told there; all must outlive the resource.
struct cart_surroundings {
  event_tail& carts;
  event_tail& orders;
  const registry_mirror& known;
  payer_check& payers;
};

/// `/v1/carts`: what a customer means to buy. A cart begins with the first article that is put in, under any id.
///
///   GET    /v1/carts/{id}               what is in it
///   PUT    /v1/carts/{id}/items/{sku}   so many pieces; its price comes a moment later: 202, or 200 with Prefer: wait
///   DELETE /v1/carts/{id}/items/{sku}   takes it out
///   DELETE /v1/carts/{id}               takes everything out
///   POST   /v1/carts/{id}/checkout      buys; Idempotency-Key needed. 202 + Location of the order, which is there by then; with
///                                       Prefer: wait, 200 with the order once it has ended
auto cart_resource(const cart_surroundings& in) -> resource;

} // namespace sinew::gateway
