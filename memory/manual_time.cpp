// SPDX-License-Identifier: Apache-2.0
#include "memory/manual_time.hpp"

#include <algorithm>

namespace sinew {

namespace {

// Only the second idle turn knows the timers which the first has set.
constexpr int idle_turns = 2;

} // namespace

/// True when the turn had something to do, or left something for the next.
auto manual_time::turn() -> bool {
  loop_.turn(std::chrono::hours{1});
  return poller_.asleep_until() <= poller_.now() || poller_.is_woken();
}

/// Moves the clock to the next timer, at most to `end`. False: the end has been reached already.
auto manual_time::jump(loop::time_point end) -> bool {
  if (poller_.now() >= end)
    return false;
  poller_.advance(std::min(end, poller_.asleep_until()) - poller_.now());
  return true;
}

void manual_time::settle() {
  for (int idle = 0; idle < idle_turns;)
    idle = turn() ? 0 : idle + 1;
}

void manual_time::advance(duration span) {
  const auto end = poller_.now() + span;
  do
    settle();
  while (jump(end));
}

auto manual_time::run_until(const std::function<bool()>& done, duration patience) -> bool {
  const auto end = poller_.now() + patience;
  for (int idle = 0; !done();) {
    idle = turn() ? 0 : idle + 1;
    if (idle < idle_turns)
      continue;
    if (done())
      return true;
    if (!jump(end))
      return false;
    idle = 0;
  }
  return true;
}

} // namespace sinew
