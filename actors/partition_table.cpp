// SPDX-License-Identifier: Apache-2.0
#include "actors/partition_table.hpp"

#include "kernel/number_ranges.hpp"

#include <spdlog/spdlog.h>
#include <algorithm>
#include <iterator>

namespace sinew {

void partition_table::hold(const std::vector<std::uint32_t>& wanted) {
  if (wanted == held_)
    return;
  std::vector<std::uint32_t> taken;
  std::vector<std::uint32_t> left;
  std::ranges::set_difference(wanted, held_, std::back_inserter(taken));
  std::ranges::set_difference(held_, wanted, std::back_inserter(left));
  for (const auto partition : left)
    let_go(partition);
  for (const auto partition : taken)
    take(partition);
  held_ = wanted;
  spdlog::info("serves partitions {} ({} taken up, {} let go)", held_.empty() ? "none" : write_ranges(held_),
               taken.size(), left.size());
}

void partition_table::take(std::uint32_t partition) {
  intake_->commands.take_up(partition);
  for (const auto* kind : served_.aggregates)
    node_.outside.calls.serve_commands(kind->name(), partition, [work = intake_, kind](incoming_request request) {
      work->gate.admit(kind->name(), std::move(request));
    });
}

void partition_table::let_go(std::uint32_t partition) {
  for (const auto* kind : served_.aggregates)
    node_.outside.calls.stop_commands(kind->name(), partition);
  intake_->commands.let_go(partition);
}

} // namespace sinew
