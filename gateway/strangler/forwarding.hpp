// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/upstream_client.hpp"
#include "gateway/route_table.hpp"

#include <string>
#include <string_view>

namespace sinew::gateway {

// What goes to a legacy system, and what comes back from it. Pure.

/// Whether what stands in its path is the same to whoever reads it: nothing there could become another path ("..", an encoded slash) once
/// another system has decoded it.
auto is_plain_path(const call& made) -> bool;

/// Whether the request has been through the gateway of that name already.
auto has_passed(const http_request& asked, std::string_view gateway) -> bool;

struct forward_terms {
  const http_url& to;
  /// The aggregate that it is about; empty: of no single one.
  std::string_view id;
  bool pass_token = false;
  /// Name of this gateway.
  std::string_view gateway;
};

/// The request as the legacy system gets it: method (GET for HEAD), path, query, body, and of the headers those that say what is wanted. Who
/// asks it learns from us (`Sinew-Subject`, `Sinew-Roles`, `Sinew-Id`, `X-Forwarded-…`), never from the client's own headers. Precondition: `is_plain_path`.
auto forwarded(const call& made, const forward_terms& how) -> upstream_request;

/// Its answer as the client gets it: status, body, and of the headers those that describe them. No cookies, nothing of the connection;
/// places on that system, in `Location` and `Link`, become ours.
auto returned(http_response from, const http_url& by) -> http_response;

} // namespace sinew::gateway
