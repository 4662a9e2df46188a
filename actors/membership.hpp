// SPDX-License-Identifier: Apache-2.0
#pragma once

// The port through which nodes know of each other. What actors/ports.hpp says of all ports holds here.

#include "actors/canary_rule.hpp"
#include "kernel/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// What a node tells the others about itself.
struct node_record {
  std::string service;
  std::string node; // unique: service name and the first digits of its birth id
  std::int64_t pid = 0;
  std::string version;
  timestamp started{};
  /// starting; ready (takes its share of the work); draining (on its way out); drained (alive, and owns nothing).
  std::string state;
  /// The partitions whose commands it serves, ascending. Of all aggregates of its service alike.
  std::vector<std::uint32_t> partitions = {};
  /// The lanes of subscriptions that it reads, by `lane_name`, sorted.
  std::vector<std::string> lanes = {};
  /// Where `pid` is the name of a process: two nodes with the same text see each other's processes. Empty: not told.
  std::string machine = {};
  /// Which of the service's variants it runs: see canary_rule.
  std::string variant = std::string{main_variant};

  auto operator==(const node_record&) const -> bool = default;
};

/// Must be told this often to be taken for alive.
inline constexpr std::chrono::milliseconds heartbeat_interval{500};
/// Whoever has not been heard of for so long is taken for dead.
inline constexpr std::chrono::milliseconds silence_limit{1'500};

/// Who is alive, and how they are to share the work, as one node sees it.
struct membership_view {
  /// Of all services, by service and name.
  std::vector<node_record> nodes;
  /// This node was away (paused, or cut off) for so long that others may have taken it for dead and taken over what it
  /// held.
  bool was_away = false;
  /// The rule for the nodes of this node's own service; none: there is none, or what was found is no rule.
  std::optional<canary_rule> canary = std::nullopt;
};
using view_handler = std::function<void(const membership_view&)>;

class membership {
 public:
  virtual ~membership() = default;
  /// Tells the others; must be repeated every `heartbeat_interval` to stay true. The broker keeps it for five seconds.
  virtual void announce(const node_record& self) = 0;
  /// Takes the record back (clean shutdown): the others see it at once.
  virtual void leave(const node_record& self) = 0;

  /// Tells who is alive, and the rule for this service: first as soon as that is known (each record found at the broker has
  /// been heard again, or its node has been silent for `silence_limit`), then at each change. Silence is measured by this node's own monotonic
  /// clock; a node that was itself away judges nobody before it has listened for another `silence_limit`. Once.
  virtual void watch(view_handler handler) = 0;
};

} // namespace sinew
