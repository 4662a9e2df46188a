// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"

#include <algorithm>

namespace simulation {

using time_point = sinew::loop::time_point;
using duration = sinew::loop::clock::duration;

/// A poller without I/O that takes its time from the one who drives all places. Waiting takes no time.
class simulated_poller final : public sinew::poller {
 public:
  explicit simulated_poller(const time_point& now) : now_{now} {}

  auto now() const -> time_point override { return now_; }
  void wait(time_point) override { woken_ = false; }
  void wake() noexcept override { woken_ = true; }
  [[nodiscard]] auto is_woken() const -> bool { return woken_; }

 private:
  const time_point& now_;
  bool woken_ = true; // whoever sets a place up may have left something for its first turn
};

/// One process of the simulated system: its loop, and until when it stands still.
class place {
 public:
  place(int number, const time_point& now) : number_{number}, poller_{now} {}

  [[nodiscard]] auto where() -> sinew::loop& { return loop_; }
  [[nodiscard]] auto number() const -> int { return number_; }

  /// Like SIGSTOP: no turn before `until`. What arrives meanwhile waits.
  void pause(time_point until) { paused_until_ = until; }
  void resume() { paused_until_ = {}; }

  /// When its next turn has something to do.
  [[nodiscard]] auto due() const -> time_point {
    const auto wanted = poller_.is_woken() ? time_point::min() : loop_.next_due();
    return std::max(wanted, paused_until_);
  }

 private:
  int number_;
  time_point paused_until_{};
  simulated_poller poller_;
  sinew::loop loop_{poller_};
};

} // namespace simulation
