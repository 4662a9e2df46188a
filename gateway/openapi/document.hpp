// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/resource.hpp"
#include "gateway/route_table.hpp"
#include "tools/client/catalog.hpp"

#include <vector>

namespace sinew::gateway {

/// The OpenAPI 3.1 document of what is served: paths from the rows, schemas from what the services have registered. Schemas of
/// services that never registered are left open.
auto openapi_document(const std::vector<route>& rows, const std::vector<const resource*>& resources,
                      const catalog& known) -> ordered_json;

} // namespace sinew::gateway
