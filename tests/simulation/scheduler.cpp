// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/scheduler.hpp"

#include <algorithm>

namespace simulation {

auto scheduler::open() -> std::shared_ptr<place> {
  auto made = std::make_shared<place>(++last_number_, now_);
  places_.push_back({made, made.get()});
  return made;
}

void scheduler::run(duration span, const std::function<void()>& after_turn) {
  const auto end = now_ + span;
  while (step(end))
    after_turn();
  now_ = end;
}

auto scheduler::step(time_point end) -> bool {
  std::erase_if(places_, [](const auto& p) { return p.owned.expired(); });
  for (;;) {
    auto first = time_point::max();
    ready_.clear();
    for (const auto& each : places_) {
      const auto due = each.at->due();
      first = std::min(first, due);
      if (due <= now_)
        ready_.push_back(&each);
    }
    if (!ready_.empty())
      break;
    if (first > end)
      return false;
    now_ = first;
  }
  // It may open places and let go of others, itself included, while it turns.
  const auto chosen = ready_[ready_.size() == 1 ? 0 : chance_.next() % ready_.size()]->owned.lock();
  ready_.clear();
  ++turns_;
  told_.mix(static_cast<std::uint64_t>(now_.time_since_epoch().count()));
  told_.mix(static_cast<std::uint64_t>(chosen->number()));
  chosen->where().turn(std::chrono::hours{1});
  return true;
}

} // namespace simulation
