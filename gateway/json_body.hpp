// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "gateway/http/problem.hpp"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

namespace sinew::gateway {

/// The JSON of a request's body, read strictly (strict_json.hpp). 415: it does not say that it is JSON; 400: it is not.
/// An empty body is an empty object where `may_be_empty`.
auto read_json_body(const http_request& of, bool may_be_empty = false) -> tl::expected<nlohmann::ordered_json, problem>;

} // namespace sinew::gateway
