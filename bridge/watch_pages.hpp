// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"
#include "kernel/result.hpp"
#include "telemetry/page_server.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace sinew {

/// What a process tells of itself. All of it is asked on the loop's thread, and tells once, there or later.
struct watched_process {
  /// Whether it can do its work, and the details of that as one JSON object.
  struct readiness {
    bool is_ready = false;
    std::string details;
  };
  std::function<void(std::function<void(readiness)> tell)> ready;
  /// All figures, as Prometheus reads them.
  std::function<void(std::function<void(std::string)> tell)> metrics;
};

/// Shows over HTTP, on 127.0.0.1 unless told otherwise, how the process fares:
///
///     /healthz   200 as long as its loop turns; 503 when it has not for two seconds
///     /readyz    200 when it can do its work, else 503; details as JSON
///     /metrics   for Prometheus
///
/// Loop's thread. Destroy it before the loop and before what `what` refers to.
class watch_pages {
 public:
  /// `post` is the way into the loop. unavailable: the port is taken.
  static auto open(const std::string& address, std::uint16_t port, poster post, watched_process what)
      -> result<std::unique_ptr<watch_pages>>;

  [[nodiscard]] auto port() const -> std::uint16_t { return server_->port(); }

 private:
  watch_pages() = default;

  std::shared_ptr<const watched_process> what_; // asked for by what is on its way through the loop
  std::unique_ptr<page_server> server_;
};

} // namespace sinew
