// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/route_table.hpp"

#include <string>
#include <utility>

namespace sinew::gateway {

/// A row of the table that is for operators alone, as all below /v1/admin are.
inline auto admin_row(std::string_view method, std::string pattern, std::string summary, call_handler handler)
    -> route {
  return {.method = method,
          .pattern = std::move(pattern),
          .handler = std::move(handler),
          .needs = access::operators,
          .about = {.tag = "operators", .summary = std::move(summary), .answers = {{200, "What was asked."}}}};
}

} // namespace sinew::gateway
