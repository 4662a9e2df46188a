// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "memory/seeded_randomness.hpp"
#include "tests/simulation/place.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace simulation {

/// What travels between a node and the broker.
enum class message_class : std::uint8_t {
  append,
  append_answer,
  read,
  read_answer,
  arm,
  arm_answer,
  command, // or query: to whoever serves it
  receipt,
  delivery,
  ack,
  notice,  // signs of life, snapshots, parking
  control, // subscriptions: lost only with the connection
};
inline constexpr int message_classes = 12;
auto to_string(message_class what) -> std::string;

enum class fault_kind : std::uint8_t {
  // -- of one message: of the class given, so many after the moment given
  drop,
  duplicate,
  delay,
  // -- of the broker
  append_unavailable, // the next append finds it away
  append_overloaded,  // … or busy
  stale_read,         // the next read misses the newest messages
  early_timer,        // the next timer fires before its time
  late_timer,
  twin_timer, // the next due timer fires once more, later
  broker_restart,
  // -- of one node
  crash,
  roll, // a drain, and a new start
  pause,
  partition,  // all that is sent either way is lost
  disconnect, // the connection breaks and comes back
  skewed_clock,
  // -- of the network between all nodes and the broker, for a while
  lossy_network,
  slow_network,
  // -- of an outside party
  party_away,
  lost_party_request,
  lost_party_answer,
  slow_party,
  // -- of nobody: an operator lets other nodes serve another share of a service
  reroute,
};
inline constexpr int fault_kinds = 23;
auto to_string(fault_kind what) -> std::string;

/// One mishap of a run. Each is complete in itself: a run with fewer of them leaves the others as they were.
struct fault {
  /// Its place in the plan: what `--faults` names.
  int number = 0;
  fault_kind kind{};
  duration at{};
  /// How long it lasts, or by how much it delays.
  duration length{};
  /// Which node, party or message: reduced by whoever applies it to what is there then.
  std::uint64_t target = 0;
  message_class what{};
  /// So many messages of the class pass before one is hit.
  unsigned skip = 0;
};
auto to_string(const fault& f) -> std::string;

/// The mishaps of a seed, in order of time, within `span`. Some seeds are calm, some are wild; each has its own mixture.
auto plan_faults(std::uint64_t seed, duration span) -> std::vector<fault>;

} // namespace simulation
