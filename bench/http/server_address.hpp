// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/http_url.hpp"
#include "kernel/result.hpp"

#include <sys/socket.h>

#include <string>

namespace sinew::bench {

/// Where a server listens, as the kernel wants to hear it.
class server_address {
 public:
  /// The first address that the machine knows for that host. Blocks while a name is looked up. invalid_input:
  /// there is no such host.
  static auto of(const http_url& url) -> result<server_address>;

  [[nodiscard]] auto family() const -> int { return storage_.ss_family; }
  [[nodiscard]] auto raw() const -> const sockaddr* { return reinterpret_cast<const sockaddr*>(&storage_); }
  [[nodiscard]] auto size() const -> socklen_t { return size_; }
  /// "127.0.0.1:8080", "[::1]:8080": for people, and for the `Host` of a request.
  [[nodiscard]] auto text() const -> const std::string& { return text_; }

 private:
  server_address() = default;

  sockaddr_storage storage_{};
  socklen_t size_ = 0;
  std::string text_;
};

} // namespace sinew::bench
