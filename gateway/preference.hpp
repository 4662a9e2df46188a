// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace sinew::gateway {

/// The longest that a request may wait for an outcome.
inline constexpr std::chrono::seconds longest_wait{30};

/// How long a `Prefer: wait=5` header (RFC 7240) asks to wait, at most `longest_wait`; nothing where it asks for no wait, or
/// in a way that nobody understands, for a preference may be passed over.
auto preferred_wait(std::string_view prefer) -> std::optional<std::chrono::seconds>;

/// The header that says that it was heeded.
auto preference_applied(std::chrono::seconds waited) -> http_header;

} // namespace sinew::gateway
