// SPDX-License-Identifier: Apache-2.0
#include "http/http_asker.hpp"

#include "http/http_call.hpp"

namespace sinew {

http_asker::http_asker(boost::asio::io_context& io, asking_limits limits)
    : kept_{std::make_shared<kept_connections>(io, limits)} {}

http_asker::~http_asker() {
  kept_->close();
}

void http_asker::send(http_question what, std::chrono::steady_clock::time_point deadline,
                      std::function<void(http_outcome)> done) {
  std::make_shared<http_call>(kept_, std::move(what), std::move(done))->start(deadline);
}

} // namespace sinew
