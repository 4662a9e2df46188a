// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/problem.hpp"

#include "gateway/http/http_head.hpp"

#include <nlohmann/json.hpp>

namespace sinew::gateway {

auto to_response(const problem& what, std::string_view instance) -> http_response {
  nlohmann::ordered_json body{{"type", "urn:sinew:problem:" + what.code},
                              {"title", reason_phrase(what.status)},
                              {"status", what.status},
                              {"detail", what.detail}};
  if (!instance.empty())
    body["instance"] = instance;
  if (!what.field.empty())
    body["field"] = what.field;
  http_response response{.status = what.status,
                         .headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}},
                         // What was sent to us may be no UTF-8, and is quoted in details.
                         .body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
                         .stream = {}};
  if (what.retry_after)
    response.headers.push_back({"Retry-After", std::to_string(what.retry_after->count())});
  return response;
}

} // namespace sinew::gateway
