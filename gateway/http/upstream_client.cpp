// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/upstream_client.hpp"

#include "gateway/http/upstream_call.hpp"

namespace sinew::gateway {

upstream_client::upstream_client(boost::asio::io_context& io, upstream_limits limits)
    : pool_{std::make_shared<upstream_pool>(io, limits)} {}

upstream_client::~upstream_client() {
  pool_->close();
}

void upstream_client::send(upstream_request what, std::chrono::milliseconds patience,
                           std::function<void(upstream_outcome)> done) {
  std::make_shared<upstream_call>(pool_, std::move(what), std::move(done))
      ->start(std::chrono::steady_clock::now() + patience);
}

} // namespace sinew::gateway
