// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace shop {

/// The service `catalog`, as data: products, and its schema.
auto catalog_service() -> sinew::service;

} // namespace shop
