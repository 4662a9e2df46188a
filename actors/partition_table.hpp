// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/intake.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace sinew {

/// The partitions whose commands this node serves: takes them up and lets them go, for all aggregates of its service
/// alike. Plain object of the loop's thread.
///
/// Letting go means: accept nothing new, finish what is under way, forget the rest. A command that comes meanwhile finds
/// the next owner, or nobody for a moment, which its sender answers by asking again. Should two nodes serve a partition
/// for a while, each append is still guarded.
class partition_table {
 public:
  partition_table(const node_context& node, const service& served, std::shared_ptr<intake> work)
      : node_{node}, served_{served}, intake_{std::move(work)} {}

  /// Serves exactly `wanted` (ascending) from now on.
  void hold(const std::vector<std::uint32_t>& wanted);
  /// Ascending.
  [[nodiscard]] auto held() const -> const std::vector<std::uint32_t>& { return held_; }

 private:
  void take(std::uint32_t partition);
  void let_go(std::uint32_t partition);

  const node_context& node_;
  const service& served_;
  std::shared_ptr<intake> intake_;
  std::vector<std::uint32_t> held_;
};

} // namespace sinew
