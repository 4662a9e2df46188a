// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/routing/http_route.hpp"

#include <string_view>

namespace sinew::gateway {

/// Whose answer a request about the aggregate `id` gets; empty: it is about no single one. Of one id it is always the same, whichever
/// gateway is asked; a larger share only moves ids from the legacy side to the new one. Pure.
auto side_of(const http_route& by, std::string_view id) -> http_side;

} // namespace sinew::gateway
