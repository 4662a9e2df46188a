// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/gateway_options.hpp"
#include "kernel/result.hpp"

namespace sinew::gateway {

/// Connects, listens, prints `gateway ready url=…` on stdout, and serves until SIGTERM or SIGINT; then takes no new connections,
/// answers what was asked, for at most `drain`, and returns. A second signal ends it at once. Call it before any thread exists.
/// Errors are the environment's: no broker, a port that is taken.
auto run_gateway(const gateway_options& options) -> result<void>;

} // namespace sinew::gateway
