// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/client/client.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace sinew {

/// What each gateway has compared of a resource, as its `GET /v1/admin/routes/{resource}/parity` tells it. Listens for as long as
/// `patience`, for nobody knows how many gateways there are. unavailable: none answered, or the broker is away.
auto read_parity(client& with, const std::string& resource, std::chrono::milliseconds patience)
    -> result<std::vector<nlohmann::ordered_json>>;

} // namespace sinew
