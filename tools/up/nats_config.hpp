// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/topology.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace sinew {

/// How the nats-server that `up` starts is set up.
struct nats_config {
  std::uint16_t port;
  std::filesystem::path store; // JetStream's directory
  topology::durability durability = topology::durability::file;
};

/// The text of its configuration file: this machine only, JetStream on.
auto config_text(const nats_config& config) -> std::string;

} // namespace sinew
