// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "http/http_asker.hpp"

#include <chrono>
#include <functional>
#include <tl/expected.hpp>

namespace sinew::gateway {

using upstream_request = http_question;
using upstream_failure = http_failure;
using upstream_outcome = tl::expected<http_response, upstream_failure>;

/// Asks other servers as `http_asker` does, and takes their answers for ones of ours.
class upstream_client {
 public:
  /// `io` must outlive it.
  upstream_client(boost::asio::io_context& io, asking_limits limits) : asker_{io, limits} {}

  /// `done` runs once, within about `patience`, never from inside this call. Headers of the answer are as they came, those of the
  /// connection too.
  void send(upstream_request what, std::chrono::milliseconds patience, std::function<void(upstream_outcome)> done);

 private:
  http_asker asker_;
};

} // namespace sinew::gateway
