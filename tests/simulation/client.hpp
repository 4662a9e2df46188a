// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/remote_ports.hpp"
#include "tests/simulation/shop_node.hpp"
#include "tests/simulation/workload.hpp"

#include <deque>
#include <memory>
#include <optional>

namespace simulation {

/// One command as a client lived through it: what it asked, when, and what it was told in the end.
struct asked {
  const intention* what;
  time_point sent{};
  time_point sent_last{};
  int tries = 0;
  time_point answered{};
  std::optional<sinew::receipt> given;
};

/// Somebody who uses the shop: sends commands and repeats each, with the same id, until it gets an answer other than "retry".
class client {
 public:
  client(const surroundings& around, std::string name, std::uint64_t seed);
  ~client() { wire_->close(true); }
  client(const client&) = delete;
  auto operator=(const client&) -> client& = delete;

  /// At its time. `what` must outlive the client.
  void plan(const intention& what);
  [[nodiscard]] auto history() const -> const std::deque<asked>& { return history_; }
  [[nodiscard]] auto is_done() const -> bool { return open_ == 0; }

 private:
  void send(asked& each);
  void take(asked& each, const sinew::result<sinew::bytes>& reply);

  scheduler& when_;
  sinew::seeded_randomness chance_;
  std::shared_ptr<place> at_;
  node_clock clock_;
  std::shared_ptr<wire> wire_;
  remote_ports ports_;
  std::deque<asked> history_;
  std::size_t open_ = 0;
};

} // namespace simulation
