// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace shop {

/// The service `cart`, as data: one aggregate, what it reacts to, its schema.
auto cart_service() -> sinew::service;

} // namespace shop
