// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/placement.hpp"
#include "bridge/jetstream_membership.hpp"
#include "tools/client/client.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sinew {

/// A change of the rule by which a service's nodes share its partitions: what it moves, and until when. Hears of the nodes as they
/// hear of each other, so it sees what they see. Loop's thread; `with` must outlive it.
class canary_move {
 public:
  /// `to`: the rule from now on; none: takes it back.
  canary_move(client& with, std::string service, std::optional<canary_rule> to);

  /// Waits until it is known who is alive. deadline_exceeded: not within `patience`.
  auto look(std::chrono::milliseconds patience) -> result<void>;
  // After that:

  /// The service's nodes that take a share.
  [[nodiscard]] auto is_anybody_there() const -> bool;
  /// Those of the canary's variant, by name.
  [[nodiscard]] auto canaries() const -> std::vector<std::string>;
  /// How many partitions get another node by it, of those who are alive when it is asked.
  [[nodiscard]] auto moving() const -> std::uint32_t;

  /// Writes the rule, or takes it out. not_found: there is none to take out.
  auto write() -> result<void>;
  /// Waits until every node serves the partitions that the rule gives it; lanes may still be on their way. deadline_exceeded: not within `patience`; the rule stands.
  auto await(std::chrono::milliseconds patience) -> result<void>;

 private:
  [[nodiscard]] auto is_done() const -> bool;

  client& with_;
  std::string service_;
  std::optional<canary_rule> to_;
  std::optional<membership_view> seen_;
  jetstream_membership members_;
};

} // namespace sinew
