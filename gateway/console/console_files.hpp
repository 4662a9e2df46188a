// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/route_table.hpp"

#include <vector>

namespace sinew::gateway {

/// `/console/`: the operators' page, as files that are part of the executable. They are no secret; what the page shows is
/// asked of `/v1/admin`. Each has an ETag, and a browser asks each time whether it has changed; a strict Content-Security-Policy
/// lets the page load nothing and talk to nobody but this gateway.
auto console_routes() -> std::vector<route>;

} // namespace sinew::gateway
