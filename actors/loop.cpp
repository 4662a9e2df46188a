// SPDX-License-Identifier: Apache-2.0
#include "actors/loop.hpp"

#include <algorithm>
#include <utility>

namespace sinew {

namespace {

// Longest sleep with nothing to do: only a bound for the kernel's timeout arithmetic, not a polling interval.
constexpr auto long_sleep = std::chrono::hours{1};

} // namespace

loop::loop(poller& where) : where_{where} {}

void loop::post(work w) {
  bool asleep = false;
  {
    const std::lock_guard lock{guard_};
    posts_.push_back(std::move(w));
    asleep = std::exchange(asleep_, false); // later posts ride on the wake-up of the first
  }
  if (asleep)
    where_.wake();
}

void loop::stop() {
  {
    const std::lock_guard lock{guard_};
    stopping_ = true;
  }
  where_.wake();
}

void loop::stay_awake() {
  busy_ = true;
  const std::lock_guard lock{guard_};
  asleep_ = false;
}

auto loop::at(time_point when, work w) -> timer_id {
  const auto id = ++last_timer_;
  // Not in the past: else a timer that sets itself again could hold the turn for ever (see fire_timers).
  const auto due = std::max(when, now());
  timers_.emplace(std::pair{due, id}, std::move(w));
  due_.emplace(id, due);
  return id;
}

void loop::cancel(timer_id timer) {
  const auto found = due_.find(timer);
  if (found == due_.end())
    return;
  timers_.erase({found->second, timer});
  due_.erase(found);
}

void loop::run() {
  (void)run_until([] { return false; }, clock::duration::max());
}

auto loop::run_until(const std::function<bool()>& done, clock::duration patience) -> bool {
  const auto start = now();
  const auto end = patience > long_sleep * 1000 ? time_point::max() : start + patience;
  for (;;) {
    {
      const std::lock_guard lock{guard_};
      if (stopping_) {
        stopping_ = false;
        return false;
      }
    }
    const auto here = now();
    if (here >= end)
      return false;
    turn(std::min<clock::duration>(long_sleep, end - here));
    if (done())
      return true;
  }
}

void loop::turn(clock::duration patience) {
  owner_ = std::this_thread::get_id();
  flush(); // what was written between turns: nobody else would send it before the wait is over
  where_.wait(next_wake(now() + patience));
  const auto woken = on_turn_ ? now() : time_point{};
  take_posts();
  fire_timers();
  const bool more = work_once();
  flush();
  busy_ = !fall_asleep() || more;
  if (on_turn_)
    on_turn_(now() - woken);
}

void loop::flush() {
  for (const auto& write : flushers_)
    write();
}

auto loop::next_due() const -> time_point {
  return next_wake(time_point::max());
}

auto loop::next_wake(time_point patience) const -> time_point {
  if (busy_)
    return time_point::min();
  return timers_.empty() ? patience : std::min(patience, timers_.begin()->first.first);
}

void loop::take_posts() {
  std::vector<work> taken;
  {
    const std::lock_guard lock{guard_};
    taken.swap(posts_);
    asleep_ = false;
  }
  for (const auto& w : taken)
    w();
}

auto loop::fall_asleep() -> bool {
  const std::lock_guard lock{guard_};
  asleep_ = posts_.empty();
  return asleep_;
}

void loop::fire_timers() {
  // Timers set from now on are later than `limit`, so a timer that sets itself again cannot hold the turn.
  const auto limit = std::pair{now(), last_timer_};
  while (!timers_.empty() && timers_.begin()->first <= limit) {
    auto node = timers_.extract(timers_.begin());
    due_.erase(node.key().second);
    node.mapped()();
  }
}

auto loop::work_once() -> bool {
  bool more = false;
  for (auto* w : workers_)
    more = w->work() || more;
  return more;
}

} // namespace sinew
