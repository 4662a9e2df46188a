// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"

namespace sinew::gateway {

/// `/v1/customers`: who buys.
///
///   POST   /v1/customers              register; Idempotency-Key needed. 201 + Location
///   GET    /v1/customers/{id}         who they are
///   PUT    /v1/customers/{id}/email   letters go elsewhere from now on
///   DELETE /v1/customers/{id}         they are gone, for ever
auto customer_resource() -> resource;

} // namespace sinew::gateway
