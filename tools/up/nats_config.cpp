// SPDX-License-Identifier: Apache-2.0
#include "tools/up/nats_config.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

auto cluster_text(const std::vector<std::uint16_t>& routes) -> std::string {
  if (routes.empty())
    return {};
  std::string all;
  for (const auto port : routes)
    all += fmt::format("    \"nats://127.0.0.1:{}\"\n", port);
  return fmt::format(R"(cluster {{
  name: "sinew"
  listen: "127.0.0.1:{}"
  routes: [
{}  ]
}}
)",
                     routes.front(), all);
}

} // namespace

auto config_text(const nats_config& config) -> std::string {
  // Quoted as JSON does it, which nats-server reads the same way: a path may hold spaces and quotes.
  const auto store = nlohmann::json(config.store.string()).dump();
  // Two minutes is the broker's own default: what `file` promises, see the durability labels.
  const auto sync = config.durability == topology::durability::fsync ? "always" : "\"2m\"";
  return fmt::format(R"(# Written by `sinew up` at every start; changes are lost.
server_name: "{}"
listen: "127.0.0.1:{}"
# A node that is paused must not go on getting commands for long: its connection is closed after about six seconds.
ping_interval: "2s"
ping_max: 2
jetstream {{
  store_dir: {}
  sync_interval: {}
}}
{})",
                     config.name, config.port, store, sync, cluster_text(config.routes));
}

} // namespace sinew
