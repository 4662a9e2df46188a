// SPDX-License-Identifier: Apache-2.0
#include "actors/inbox.hpp"

#include "kernel/mutation.hpp"

namespace sinew {

void inbox::remember(const uuid& command, answer given) {
  if (command.is_nil() || mutated(mutant::inbox_dropped))
    return;
  if (!answers_.insert_or_assign(command, given).second)
    return;
  order_.push_back(command);
  if (order_.size() > (mutated(mutant::inbox_of_one) ? 1 : capacity_)) {
    answers_.erase(order_.front());
    order_.pop_front();
  }
}

auto inbox::find(const uuid& command) const -> std::optional<answer> {
  const auto found = answers_.find(command);
  return found == answers_.end() ? std::nullopt : std::optional{found->second};
}

} // namespace sinew
