// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"
#include "tools/up/data_directory.hpp"
#include "tools/up/nats_config.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sinew {

/// One nats-server that `up` is to start.
struct broker_seat {
  std::string name; // "nats-server"; of a cluster "nats-server-2"
  nats_config config;
};

/// The brokers of a system: one server, or with the label `quorum` three that form a cluster, all on this machine. That
/// shows how a cluster behaves; it does not protect from the loss of the machine.
class broker_plan {
 public:
  broker_plan() = default;
  /// `port`: of the (first) server, 0 for any free one; the others take any. conflict: it is taken, or `data` was
  /// written by another kind of broker.
  static auto make(topology::durability label, std::uint16_t port, const data_directory& data) -> result<broker_plan>;

  [[nodiscard]] auto seats() const -> const std::vector<broker_seat>& { return seats_; }
  /// `NAME=value` for each server's environment: memory for fewer pauses (deploy/README.md has the figures). What ours
  /// says already stays: GOGC, GOMEMLIMIT.
  [[nodiscard]] auto environment() const -> std::vector<std::string>;
  /// All addresses, with commas.
  [[nodiscard]] auto url() const -> std::string;

  /// A line that the server called `name` has printed. True: it is worth showing to a person.
  auto hear(std::string_view name, std::string_view line) -> bool;
  [[nodiscard]] auto all_listen() const -> bool { return listening_.size() == seats_.size(); }

  /// Whether a child of `up` is one of them.
  static auto is_broker(std::string_view child) -> bool { return child.starts_with("nats-server"); }

 private:
  std::vector<broker_seat> seats_;
  std::set<std::string, std::less<>> listening_;
};

} // namespace sinew
