// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/placement.hpp"
#include "actors/reader_actor.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sinew {

/// The lanes of subscriptions that this node reads, each by one reader, and of all nodes of the service one at a time: so
/// the order of a key survives that lanes change hands.
///
/// Each node tells in its record which lanes it lays claim to. It claims a lane that placement gives it, and keeps the
/// claim until what it has begun there is finished; it opens a lane once the others have heard its claim and no living
/// node has one. The claim of a dead node ends with its record. Plain object of the loop's thread, part of the guardian.
class lane_table {
 public:
  /// Starts a reader and watches it; its end is to be told by `on_reader_gone`.
  using spawner = std::function<caf::actor(const subscription&)>;
  /// Opening a subscription has failed for good.
  using complaint = std::function<void(const error&)>;

  lane_table(const node_context& node, const std::vector<subscription>& all, spawner spawn, complaint complain);

  /// `self` takes its share of the lanes among the crew, as far as the records in `view` allow it.
  void place(std::string_view self, const membership_view& view, const placement::crew& among);
  /// Others may have taken everything over: reads nothing more, finishes nothing.
  void abandon();
  /// The actor of a reader has ended. False: it was none of ours.
  auto on_reader_gone(const caf::actor_addr& who) -> bool;
  /// Ends all readers at once.
  void close();

  /// The lanes this node lays claim to, sorted.
  [[nodiscard]] auto claimed() const -> std::vector<std::string>;

 private:
  struct lane {
    subscription what;
    bool is_wanted = false;
    caf::actor reader; // there while the lane is read, or what was begun is being finished
    bool is_leaving = false;
  };

  void open(lane& l);
  void leave(lane& l);

  const node_context& node_;
  spawner spawn_;
  complaint complain_;
  std::map<std::string, lane> lanes_; // by name
};

} // namespace sinew
