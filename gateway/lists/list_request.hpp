// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "tools/client/list_reading.hpp"

#include <string>

namespace sinew::gateway {

/// What a list is asked for, in the query: `limit`, `sort`, `search`, `cursor`, `at_least`, and all else filters by columns:
/// `customer=c-1`, `total>=1000`, `stage!=cancelled`. The header `Sinew-Position` says `at_least`, too. invalid_input names the
/// part at fault; what the columns are is for the service to judge.
auto read_list_request(const http_request& asked) -> result<list_question>;

/// The query of the next page: as `asked`, behind `cursor`.
auto next_page(const http_request& asked, std::string_view cursor) -> std::string;

} // namespace sinew::gateway
