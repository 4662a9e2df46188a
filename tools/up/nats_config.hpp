// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bridge/topology.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sinew {

/// How a nats-server that `up` starts is set up.
struct nats_config {
  std::uint16_t port;
  std::filesystem::path store; // JetStream's directory
  topology::durability durability = topology::durability::file;
  /// Never changes in the life of a store: the other servers of a cluster know this one's share by it.
  std::string name = "sinew";
  /// Where the servers of a cluster meet; its own port first. Empty: a server of its own.
  std::vector<std::uint16_t> routes = {};
};

/// The text of its configuration file: this machine only, JetStream on.
auto config_text(const nats_config& config) -> std::string;

} // namespace sinew
