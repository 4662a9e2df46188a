// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/private_nats_server.hpp"

#include <array>
#include <memory>
#include <string>

namespace sinew::test {

/// Three nats-servers of one test's own that form a cluster on 127.0.0.1: the configuration files of deploy/, unchanged,
/// with free ports and folders of the test's in their environment. Each can be killed and started again.
class private_nats_cluster {
 public:
  static constexpr std::size_t size = 3;

  /// Throws as for `private_nats_server`. The servers listen when it returns; their leaders may not be chosen yet.
  private_nats_cluster();
  ~private_nats_cluster();
  private_nats_cluster(const private_nats_cluster&) = delete;
  auto operator=(const private_nats_cluster&) -> private_nats_cluster& = delete;

  /// All three addresses.
  [[nodiscard]] auto url() const -> std::string;
  /// By the number in its name: 1 to 3.
  [[nodiscard]] auto server(std::size_t number) -> private_nats_server& { return *servers_.at(number - 1); }
  /// By its name, as the broker tells it: "nats-2".
  [[nodiscard]] auto named(const std::string& name) -> private_nats_server& { return server(name.back() - '0'); }

 private:
  std::filesystem::path directory_;
  std::array<std::unique_ptr<private_nats_server>, size> servers_;
};

} // namespace sinew::test
