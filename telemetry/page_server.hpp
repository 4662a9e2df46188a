// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sinew {

/// One page that is shown to whoever asks.
struct watch_page {
  unsigned status = 200;
  std::string content_type;
  std::string body;
};

/// Shows how a process fares, over HTTP/1.1 on a port of its own: for Prometheus, for whoever restarts what hangs, for people. It has a
/// thread of its own, so that it can tell that the loop has not answered.
class page_server {
 public:
  /// Gets the path ("/metrics") on the server's thread, returns at once, and has the page told once, from any thread: null when nothing
  /// is shown there. What is not told within `patience` is answered 503.
  using teller = std::function<void(std::unique_ptr<watch_page>)>;
  using source = std::function<void(const std::string& path, teller tell)>;
  static constexpr std::chrono::milliseconds patience{2'000};

  /// Listens on `address`:`port` (0: any free one). unavailable: the port is taken, and by what reason.
  static auto listen(const std::string& address, std::uint16_t port, source pages)
      -> result<std::unique_ptr<page_server>>;
  /// Closes all connections at once. What is told afterwards is dropped.
  ~page_server();
  page_server(const page_server&) = delete;
  auto operator=(const page_server&) -> page_server& = delete;

  [[nodiscard]] auto port() const -> std::uint16_t;

 private:
  class engine;
  explicit page_server(std::unique_ptr<engine> with);
  std::unique_ptr<engine> engine_;
};

} // namespace sinew
