// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace shop {

/// The service `customer`, as data: one aggregate and its schema. It reacts to nobody.
auto customer_service() -> sinew::service;

} // namespace shop
