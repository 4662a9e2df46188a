// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew {

/// Where something is served by HTTP.
struct http_url {
  std::string host;       // "127.0.0.1", "::1", "collector"
  std::uint16_t port = 0; // 0: none is named
  std::string path;       // "/base"; empty: the root
};

/// Reads `http://host[:port][/path]`; slashes at its end do not count. invalid_input says in half a sentence what is wrong: "https is
/// not spoken here". Names nobody, and so neither user nor query may stand in it.
auto parse_http_url(std::string_view url) -> result<http_url>;

} // namespace sinew
