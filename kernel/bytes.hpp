// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sinew {

/// Owned bytes, and a look at somebody else's.
using bytes = std::vector<std::byte>;
using bytes_view = std::span<const std::byte>;

inline auto as_bytes(std::string_view text) -> bytes_view {
  return std::as_bytes(std::span{text.data(), text.size()});
}

inline auto as_text(bytes_view view) -> std::string_view {
  return {reinterpret_cast<const char*>(view.data()), view.size()};
}

inline auto as_uint8(bytes_view view) -> const std::uint8_t* {
  return reinterpret_cast<const std::uint8_t*>(view.data());
}

inline auto copy_of(bytes_view view) -> bytes {
  return {view.begin(), view.end()};
}

} // namespace sinew
