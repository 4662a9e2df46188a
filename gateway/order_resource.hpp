// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"

namespace sinew::gateway {

class order_pricing;
class payer_check;

/// `/v1/orders`: what has been bought.
///
///   POST /v1/orders               buy; Idempotency-Key needed. 202 + Location; with Prefer: wait, 200 with the order once it has ended
///   GET  /v1/orders/{id}          what it is now
///   POST /v1/orders/{id}/cancel   the customer changed their mind; 202, or 200 with Prefer: wait
///
/// `orders` is the log that tells of them; all must outlive it. Under `/v2` the same, as that version writes it.
auto order_resource(event_tail& orders, order_pricing& prices, payer_check& payers, const api_version& in) -> resource;

/// To wait for an order's end, and answer with the order.
auto expects_end_of_order(std::string id, std::chrono::seconds patience, event_tail& orders, const api_version& in)
    -> expectation;

} // namespace sinew::gateway
