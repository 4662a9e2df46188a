// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_node.hpp"

#include "memory/memory_ports.hpp"

namespace sinew {

struct memory_node::parts {
  explicit parts(const memory_connection& to) : log{to}, alarms{to}, calls{to}, feeds{to}, parked{to}, members{to} {}

  memory_journal log;
  memory_timers alarms;
  memory_requests calls;
  memory_subscriptions feeds;
  memory_parking parked;
  memory_membership members;
};

memory_node::memory_node(memory_broker& broker, loop& where, std::string service, std::string node, wall_clock& clock,
                         randomness& chance)
    : broker_{broker},
      link_{std::make_shared<memory_link>(std::move(node), where)},
      clock_{clock},
      chance_{chance},
      parts_{std::make_unique<parts>(memory_connection{broker, link_, std::move(service)})} {}

memory_node::~memory_node() {
  crash();
}

auto memory_node::ports() -> sinew::ports {
  auto& p = *parts_;
  return {p.log, p.alarms, p.calls, p.feeds, p.parked, p.members, clock_, chance_};
}

void memory_node::crash() {
  broker_.disconnect(*link_);
}

} // namespace sinew
