// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/upstream_client.hpp"

#include <utility>

namespace sinew::gateway {

namespace {

auto as_response(http_reply from) -> http_response {
  return {.status = from.status, .headers = std::move(from.headers), .body = std::move(from.body), .stream = {}};
}

} // namespace

void upstream_client::send(upstream_request what, std::chrono::milliseconds patience,
                           std::function<void(upstream_outcome)> done) {
  asker_.send(std::move(what), std::chrono::steady_clock::now() + patience,
              [done = std::move(done)](http_outcome got) { done(std::move(got).map(as_response)); });
}

} // namespace sinew::gateway
