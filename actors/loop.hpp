// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace sinew {

/// Where a loop waits. Real: epoll (epoll_poller.hpp). In simulation: a clock that jumps.
class poller {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  virtual ~poller() = default;
  virtual auto now() const -> time_point = 0;
  /// Waits for I/O, `wake`, or `until`, whichever comes first, and handles the I/O that is ready. Loop's thread only.
  virtual void wait(time_point until) = 0;
  /// Ends the current or the next `wait`. Any thread.
  virtual void wake() noexcept = 0;
};

/// Whatever runs on the loop besides I/O and timers: the actors (see loop_scheduler.hpp).
class turn_worker {
 public:
  virtual ~turn_worker() = default;
  /// Works for a bounded while. True: there is more to do, so the next wait must not block.
  virtual auto work() -> bool = 0;
};

/// The one loop that owns a node: wait, handle I/O, fire timers, run the ready actors within a budget, flush, repeat.
///
/// A turn handles what has piled up and then writes once, so that batching happens by itself under load and nothing
/// waits when idle. All methods are for the loop's thread, except `post`, `stop` and `is_here`.
class loop {
 public:
  using clock = std::chrono::steady_clock;
  using time_point = clock::time_point;
  using work = std::function<void()>;
  using timer_id = std::uint64_t;

  /// `where` must outlive the loop.
  explicit loop(poller& where);

  loop(const loop&) = delete;
  auto operator=(const loop&) -> loop& = delete;

  /// Runs `w` in the next turn, in the order of posting. Any thread. Nothing is run after the last `run` has returned.
  void post(work w);
  /// Ends `run` after the current turn. Any thread.
  void stop();
  /// The next turn comes anyway, and soon: it will not wait, and what is posted until then need not wake the poller. For whoever
  /// drives a loop by hand and is about to use what lives on it.
  void stay_awake();

  [[nodiscard]] auto now() const -> time_point { return where_.now(); }
  /// Runs `w` once `when` has come. Never from inside this call.
  auto at(time_point when, work w) -> timer_id;
  auto after(clock::duration delay, work w) -> timer_id { return at(now() + delay, std::move(w)); }
  /// A timer that has fired, or never was, is ignored.
  void cancel(timer_id timer);

  /// Runs `w` at the end of every turn, and before each wait: flush what has been written.
  void at_turn_end(work w) { flushers_.push_back(std::move(w)); }
  /// `h` hears after each turn how long it was busy: from the end of its wait on. Without, no clock is asked for it.
  void on_turn(std::function<void(clock::duration busy)> h) { on_turn_ = std::move(h); }
  /// `w` works in every turn from now on, until it is removed; it must outlive that. Not from inside its `work`.
  void add_worker(turn_worker& w) { workers_.push_back(&w); }
  void remove_worker(turn_worker& w) { std::erase(workers_, &w); }

  /// Turns until `stop`.
  void run();
  /// Turns until `done()` is true (asked after each turn), at most for `patience`. False: patience ran out, or stopped.
  auto run_until(const std::function<bool()>& done, clock::duration patience) -> bool;
  /// One turn; waits for at most `patience` if there is nothing to do. For tests and simulation.
  void turn(clock::duration patience);

  /// When the next turn has something to do, as far as the loop knows: at once, at its next timer, or never. What was posted since
  /// the last turn shows at the poller. For whoever drives several loops by hand.
  [[nodiscard]] auto next_due() const -> time_point;

  /// True on the thread that last ran a turn (or made the loop). Any thread.
  [[nodiscard]] auto is_here() const -> bool { return std::this_thread::get_id() == owner_.load(); }

 private:
  auto next_wake(time_point patience) const -> time_point;
  void take_posts();
  /// Whether nothing was posted in this turn; then whoever posts next has to wake us.
  auto fall_asleep() -> bool;
  void fire_timers();
  void flush();
  auto work_once() -> bool;

  poller& where_;
  std::atomic<std::thread::id> owner_ = std::this_thread::get_id();
  std::vector<turn_worker*> workers_;
  bool busy_ = false; // the next turn has something to do at once, whatever the poller says

  std::map<std::pair<time_point, timer_id>, work> timers_;
  std::map<timer_id, time_point> due_; // finds a timer by its id
  timer_id last_timer_ = 0;
  std::vector<work> flushers_;
  std::function<void(clock::duration)> on_turn_;

  std::mutex guard_; // of the three below
  std::vector<work> posts_;
  bool asleep_ = true; // no turn looks at the posts unless the poller wakes
  bool stopping_ = false;
};

/// The way into a loop for other threads.
using poster = std::function<void(loop::work)>;

} // namespace sinew
