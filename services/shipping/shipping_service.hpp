// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"
#include "services/shipping/carrier.hpp"

namespace shop {

/// The service `shipping`, as data: shipments, what they react to, their schema. `parcels` must outlive it.
auto shipping_service(carrier& parcels) -> sinew::service;

} // namespace shop
