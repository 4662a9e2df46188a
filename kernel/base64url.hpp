// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/bytes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sinew {

// RFC 4648 section 5, without padding: how tokens and keys are written (RFC 7515, 2).

auto to_base64url(bytes_view data) -> std::string;

/// Each sequence of bytes has exactly one text: padding, line ends, other alphabets and bits that would be lost are refused. Nothing:
/// it is none.
auto from_base64url(std::string_view text) -> std::optional<bytes>;

} // namespace sinew
