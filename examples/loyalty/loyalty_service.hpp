// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/service.hpp"

namespace loyalty {

/// The service `loyalty`, as data: one aggregate, what it reacts to, its schema.
auto loyalty_service() -> sinew::service;

} // namespace loyalty
