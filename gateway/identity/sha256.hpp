// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sinew::gateway {

using sha256_hash = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4). Any thread.
auto sha256(std::string_view text) -> sha256_hash;

} // namespace sinew::gateway
