// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"

namespace sinew::gateway {

/// `/v1/products`: what is sold, and for how much. The id is the sku.
///
///   PUT    /v1/products/{id}         sold from now on. 201 + Location
///   GET    /v1/products/{id}         what it is and what it costs
///   PUT    /v1/products/{id}/price   costs something else from now on
///   DELETE /v1/products/{id}         not sold any more
auto product_resource() -> resource;

} // namespace sinew::gateway
