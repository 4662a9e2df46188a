// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace shop {

/// The service `order`, as data: one aggregate, what it reacts to, its schema.
auto order_service() -> sinew::service;

} // namespace shop
