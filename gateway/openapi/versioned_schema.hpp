// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/api_version.hpp"

namespace sinew::gateway {

/// Makes `part` of a document refer to what that version of the interface writes otherwise than the services do: "OrderV2" instead
/// of "Order", if there is anything in an Order that it does. Adds such schemas to `components`, which holds all the services'.
void refer_as_written(const api_version& in, ordered_json& part, ordered_json& components);

} // namespace sinew::gateway
