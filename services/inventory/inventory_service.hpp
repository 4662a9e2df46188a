// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace shop {

/// The service `inventory`, as data: stock and reservation, what they react to, their schema.
auto inventory_service() -> sinew::service;

} // namespace shop
