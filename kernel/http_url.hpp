// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sinew {

/// Where somebody speaks HTTP.
struct http_url {
  std::string host; // a name or a numeric address: "::1", without brackets
  std::string port; // 1 to 65535
  std::string path; // "/base", without a slash at its end; mostly empty

  auto operator==(const http_url&) const -> bool = default;
  /// "127.0.0.1:8080", "[::1]:8080"
  [[nodiscard]] auto authority() const -> std::string;
  [[nodiscard]] auto port_number() const -> std::uint16_t;
};

/// `http://host[:port][/base]`; the port is `usual_port` unless told. invalid_input is a sentence without a subject: "its port must
/// be 1 to 65535". Neither https nor credentials, query or fragment.
auto parse_http_url(std::string_view url, std::string_view usual_port = "80") -> result<http_url>;

} // namespace sinew
