// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/simulation/shop_node.hpp"

#include <memory>
#include <vector>

namespace simulation {

/// All nodes of the shop, as a supervisor keeps them: several per service, whatever ends is started anew.
class fleet {
 public:
  /// `director` is where mishaps happen: no node's turn is under way there.
  fleet(std::uint64_t seed, surroundings around, place& director);

  void start_all();
  /// Does to one node, or to the broker that all are connected to, what the fault says; others are not its business.
  void apply(const fault& f);
  /// Nothing is paused, cut off or wrong any more; whoever is dead will be back in a moment.
  void heal();
  /// The end: nothing of any node, dead or alive, is connected to anything any more.
  void stop_all();
  [[nodiscard]] auto failures() const -> const std::vector<std::string>& { return failures_; }

 private:
  /// A position in the system, held by one node after another.
  struct seat {
    shop_service what;
    int number;
    std::string variant = std::string{sinew::main_variant};
    int lives = 0;
    std::unique_ptr<shop_node> node;
  };

  void start(seat& s);
  void restart(seat& s, duration after);
  auto victim(const fault& f) -> seat&;
  void restart_broker(duration downtime);
  void reroute(const fault& f);

  surroundings around_;
  place& director_;
  sinew::seeded_randomness chance_;
  std::vector<std::unique_ptr<seat>> seats_;
  std::vector<std::weak_ptr<wire>> wires_;
  std::vector<std::string> failures_;
};

} // namespace simulation
