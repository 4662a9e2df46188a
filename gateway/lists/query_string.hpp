// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sinew::gateway {

/// The parts of a query ("a=1&b=2"), decoded, in their order; empty ones are left out. A plus is a blank, as forms write it.
/// invalid_input: a percent sign that encodes nothing, or more than 64 parts.
auto parts_of_query(std::string_view query) -> result<std::vector<std::string>>;

} // namespace sinew::gateway
