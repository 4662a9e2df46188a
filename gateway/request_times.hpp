// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "kernel/time.hpp"
#include "schemas/message.hpp"

#include <memory>

namespace sinew::gateway {

/// When the steps of a request were done, for who asks for that with `Sinew-Time-Hops: 1`. The clocks are this machine's and the
/// node's; where they differ, `request` and `reply` say nothing.
struct request_times {
  /// The request has been read.
  timestamp asked{};
  /// Its command was written and handed on; the epoch: it led to none.
  timestamp sent{};
  /// That was answered, be it with an error; the epoch: not yet.
  timestamp received{};
  /// What the node told; null: nothing.
  std::shared_ptr<const hop_times> node = nullptr;
};

/// Whether a request asks for its times. That is heeded of operators alone: how long what takes helps to attack it, too.
auto wants_times(const http_request& asked) -> bool;

/// `Server-Timing` (W3C) of an answer that is written `now`: a metric for each step that was come to, in their order, each the time
/// since the one before, in milliseconds. Clocks that differ make no time shorter than 0.
auto server_timing(const request_times& of, timestamp now) -> http_header;

} // namespace sinew::gateway
