// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/http_url.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace sinew {

/// Where a collector takes OTLP over HTTP; its path ends in "/v1/traces".
using otlp_endpoint = http_url;

/// `http://host[:port][/base]`, as OTEL_EXPORTER_OTLP_ENDPOINT is written; `/v1/traces` is appended to it, and the port is 4318 unless
/// told. invalid_input says what is wrong; https is not spoken.
auto parse_otlp_endpoint(std::string_view url) -> result<otlp_endpoint>;

/// What a collector answered.
struct collector_answer {
  unsigned status = 0;
  std::string body; ///< at most 64 KiB
};

/// Posts JSON, on a connection of its own, and waits for the answer for at most `patience`. Blocks: not for the loop's thread.
/// unavailable: it cannot be reached. outcome_unknown: it did not answer properly, or not in time.
auto post_to_collector(const otlp_endpoint& where, std::string body, std::chrono::milliseconds patience)
    -> result<collector_answer>;

} // namespace sinew
