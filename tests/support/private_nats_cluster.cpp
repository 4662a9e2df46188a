// SPDX-License-Identifier: Apache-2.0
#include "tests/support/private_nats_cluster.hpp"

#include "tests/support/free_ports.hpp"

#include <cstdlib>
#include <stdexcept>

namespace sinew::test {

namespace {

namespace fs = std::filesystem;
using environment = std::map<std::string, std::string>;

auto new_directory() -> fs::path {
  auto pattern = (fs::temp_directory_path() / "sinew-cluster-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"no temporary directory for a cluster"};
  return pattern;
}

auto here(int port) -> std::string {
  return "127.0.0.1:" + std::to_string(port);
}

/// What all three are told alike: see deploy/cluster.env.
auto addresses(const std::vector<int>& ports) -> environment {
  environment all{{"NATS_MAX_FILE", "1G"}};
  for (std::size_t i = 0; i < private_nats_cluster::size; ++i) {
    const auto prefix = "NATS_" + std::to_string(i + 1);
    all[prefix + "_CLIENTS"] = here(ports[3 * i]);
    all[prefix + "_ROUTES"] = here(ports[3 * i + 1]);
    all[prefix + "_URL"] = "nats://" + here(ports[3 * i + 1]);
  }
  return all;
}

} // namespace

private_nats_cluster::private_nats_cluster() : directory_{new_directory()} {
  const auto ports = free_ports(3 * size);
  for (std::size_t i = 0; i < size; ++i) {
    auto told = addresses(ports);
    told["NATS_MONITORING"] = here(ports[3 * i + 2]);
    told["NATS_STORE"] = (directory_ / std::to_string(i + 1)).string();
    const auto file = fs::path{SINEW_DEPLOY_DIRECTORY} / ("nats-" + std::to_string(i + 1) + ".conf");
    servers_.at(i) = std::make_unique<private_nats_server>(nats_setup{{"--config", file.string()}, std::move(told)});
  }
}

private_nats_cluster::~private_nats_cluster() {
  servers_ = {};
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

auto private_nats_cluster::url() const -> std::string {
  std::string all;
  for (const auto& server : servers_)
    all += (all.empty() ? "" : ",") + server->url();
  return all;
}

} // namespace sinew::test
