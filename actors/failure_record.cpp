// SPDX-License-Identifier: Apache-2.0
#include "actors/failure_record.hpp"

#include <algorithm>

namespace sinew {

void failure_record::add(std::string cause, timestamp now) {
  if (attempts_++ == 0)
    first_ = now;
  last_ = now;
  cause.resize(std::min(cause.size(), longest_cause));
  if (std::ranges::find(causes_, cause) != causes_.end())
    return;
  // How it began and what it is now tell most: what came in between makes room.
  if (causes_.size() == most_causes)
    causes_.erase(causes_.begin() + 1);
  causes_.push_back(std::move(cause));
}

} // namespace sinew
