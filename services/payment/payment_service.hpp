// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "services/payment/card_provider.hpp"

namespace shop {

/// The service `payment`, as data: payments and accounts, what they react to, their schema. `cards` must outlive it.
auto payment_service(card_provider& cards) -> sinew::service;

} // namespace shop
