// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/gateway.hpp"
#include "gateway/http/http_server.hpp"
#include "gateway/http/tls_context.hpp"
#include "gateway/identity/gatekeeper.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sinew::gateway {

/// What a gateway can be told, on the command line, in the environment or in a TOML file (`--config`).
struct gateway_options {
  std::string nats = "nats://127.0.0.1:4222";
  /// Name of this gateway: how the broker and the log show it; made up when empty.
  std::string node;
  /// A numeric address of this machine, and a port; 0: any free one.
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> cors_origins;
  gate_options gate;
  /// Given: https.
  tls_files tls;
  http_limits limits;
  shop_api::bounds shop;
  /// How long a clean stop may take.
  std::chrono::milliseconds drain{10'000};
  std::string log_level = "info";
  std::string log_format = "text";

  /// Adds all options to `app`, bound to this object, which must outlive the parsing.
  void bind(CLI::App& app);
};

} // namespace sinew::gateway
