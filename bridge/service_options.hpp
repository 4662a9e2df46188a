// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/canary_rule.hpp"
#include "actors/limits.hpp"
#include "bridge/telemetry_options.hpp"

#include <string>

namespace CLI {
class App;
}

namespace sinew {

/// What every service can be told, on the command line, in the environment or in a TOML file (`--config`).
struct service_options {
  /// Where the broker is: `nats://host:port`; all servers of a cluster, separated by commas.
  std::string nats = "nats://127.0.0.1:4222";
  /// Unique name of this node; made up from the service's name when empty.
  std::string node;
  /// Which variant of the service it runs: another than `main` serves what a rule gives it (`sinew route canary`). A valid name.
  std::string variant = std::string{main_variant};
  /// What the system promises about stored events: memory, file, fsync or quorum. All nodes of a system must say the same.
  std::string durability = "file";
  /// Consumers that each subscription is read through, by partition: more of them let more nodes read at once. All nodes of
  /// a service must say the same, for ever. 1 … 64.
  std::uint32_t lanes = 1;
  /// trace, debug, info, warn, error.
  std::string log_level = "info";
  /// text for people, json (one object per line) for machines.
  std::string log_format = "text";
  /// Print what the service is, as JSON, and exit.
  bool describe = false;
  /// Where this node keeps its copies of the service's read models; empty: it keeps none.
  std::string data;
  limits bounds;
  telemetry_options watched;

  /// Adds all options to `app`, bound to this object, which must outlive the parsing.
  void bind(CLI::App& app);
};

/// Sets up the process-wide logger: to stderr, with the node's name in each line. Call once, before the first thread.
void start_logging(const service_options& options);

} // namespace sinew
