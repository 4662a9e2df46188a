// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace shop {

/// The service `catalog`, as data: one aggregate, what it reacts to, its schema.
auto catalog_service() -> sinew::service;

} // namespace shop
