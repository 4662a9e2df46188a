// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sinew::gateway {

/// Bodies below that size are sent as they are: what could be saved is less than a packet.
inline constexpr std::size_t least_worth_coding = 1024;

/// Whether an Accept-Encoding header asks for gzip: named, or by `*`, with a weight above 0 (RFC 9110, 12.5.3).
auto accepts_gzip(std::string_view accept_encoding) -> bool;

/// RFC 1952. Empty where zlib has no memory.
auto gzip(std::string_view text) -> std::string;

/// Codes the body where it is worth it and the request asks for it. A body that was coded already, or is none of text, stays.
void encode(const http_request& asked, http_response& answer);

} // namespace sinew::gateway
