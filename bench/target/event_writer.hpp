// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/rig/zipf.hpp"
#include "bench/scenario.hpp"
#include "bench/target/event_store.hpp"
#include "bridge/system_surroundings.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>

namespace sinew::bench {

/// Writes events of aggregates drawn by Zipf's law, as a node does: of one aggregate one append is under way, on the position
/// of the one before; what else is to be written to it waits its turn. After an append that failed, the log is asked
/// where the aggregate stands.
///
/// Holds no more than its caller has under way. Loop's thread.
class event_writer {
 public:
  /// The event of `operation` is stored, or not.
  using written = std::function<void(ticket operation, bool stored)>;

  /// `into` must outlive all it is asked for. The aggregates are of the kind `aggregate`.
  event_writer(event_store& into, std::string aggregate, const load& what, written tell);

  /// `tell` hears the outcome once, in a later turn.
  void write(ticket operation);

 private:
  struct lane {
    aggregate_key key;
    std::uint64_t last = 0;
    std::uint64_t version = 0;
    bool is_unsure = false;
    bool is_busy = false;
    std::list<ticket> waiting; // the first is under way when the lane is busy
  };

  auto lane_of(std::uint64_t number) -> lane&;
  void go_on(lane& one);
  void append(lane& one);
  void ask_where_it_stands(lane& one);
  void end_first(lane& one, bool stored);

  event_store& into_;
  std::string aggregate_;
  bytes payload_;
  zipf chooses_;
  written tell_;
  system_wall_clock clock_;
  system_randomness chance_;
  std::unordered_map<std::uint64_t, lane> lanes_; // the addresses of its elements stay, whatever is added
};

} // namespace sinew::bench
