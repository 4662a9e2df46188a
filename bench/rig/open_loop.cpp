// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/open_loop.hpp"

#include "bench/rig/precise_timers.hpp"
#include "bench/rig/real_time.hpp"
#include "bench/rig/run_record.hpp"
#include "bench/rig/schedule.hpp"
#include "bench/rig/ticket_table.hpp"

#include <algorithm>

namespace sinew::bench {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// Between two looks at the sockets: some 100 us of a slow target's work, and still millions a second of a fast one's.
constexpr int begins_per_turn = 256;
constexpr milliseconds progress_interval{200};

/// One run. No timers: each round begins what is due, then turns the loop until the next is.
class open_loop final : ending_listener {
 public:
  open_loop(loop& where, target& what, const run_plan& plan, const run_progress& progress)
      : loop_{where},
        target_{what},
        progress_{progress},
        times_{plan},
        table_{plan.in_flight},
        record_{plan},
        over_{plan.warm_up + plan.duration + plan.patience} {
    target_.tell(this);
  }
  ~open_loop() override { target_.tell(nullptr); }
  open_loop(const open_loop&) = delete;
  auto operator=(const open_loop&) -> open_loop& = delete;

  auto run() -> run_result {
    for (auto now = since_start(); !is_over(now); now = since_start()) {
      begin_due(now);
      tell_progress(now);
      loop_.turn(pause());
    }
    give_up_the_rest();
    return record_.close();
  }

  auto on_end(ticket which, outcome how) -> bool override {
    const auto intended = table_.take(which);
    if (!intended)
      return false; // of a run before this one
    record_.ended(*intended, since_start(), how);
    ++ended_;
    return record_.counts(*intended);
  }

 private:
  [[nodiscard]] auto since_start() const -> nanoseconds { return loop_.now() - start_; }
  [[nodiscard]] auto is_over(nanoseconds now) const -> bool {
    return !wanted_ || now >= over_ || (!times_.due() && table_.size() == 0);
  }

  void begin_due(nanoseconds now) {
    for (int begun = 0; begun < begins_per_turn; ++begun) {
      const auto intended = times_.due();
      if (!intended || *intended > now) {
        excused_ = false; // caught up: from here on, lateness is the rig's own again
        return;
      }
      if (table_.is_full()) {
        record_.saturated();
        excused_ = true;
        return;
      }
      begin(*intended);
      now = since_start();
    }
  }

  void begin(nanoseconds intended) {
    times_.advance();
    const auto which = target_.new_ticket();
    table_.put(which, intended);
    record_.begun(intended, since_start(), excused_);
    target_.begin(which);
  }

  [[nodiscard]] auto pause() const -> nanoseconds {
    const auto now = since_start();
    auto until = over_;
    if (progress_)
      until = std::min(until, next_progress_);
    if (const auto due = times_.due(); due && !table_.is_full())
      until = std::min(until, *due);
    return std::max(until - now, nanoseconds::zero());
  }

  void tell_progress(nanoseconds now) {
    if (!progress_ || now < next_progress_)
      return;
    next_progress_ = now + progress_interval;
    wanted_ = progress_(std::chrono::duration_cast<milliseconds>(now), ended_);
  }

  void give_up_the_rest() {
    table_.each([this](nanoseconds intended) { record_.unanswered(intended); });
    for (auto left = times_.due(); left; left = times_.due()) {
      times_.advance();
      record_.begun(*left, over_, true);
      record_.unanswered(*left);
    }
  }

  loop& loop_;
  target& target_;
  const run_progress& progress_;
  const precise_timers exact_;
  const real_time first_in_line_;
  schedule times_;
  ticket_table table_;
  run_record record_;
  nanoseconds over_;
  nanoseconds next_progress_ = progress_interval;
  std::uint64_t ended_ = 0;
  bool excused_ = false;
  bool wanted_ = true;                   // nobody has had enough
  loop::time_point start_ = loop_.now(); // last: what is made before it takes its time
};

} // namespace

auto run(loop& where, target& what, const run_plan& plan, const run_progress& progress) -> run_result {
  return open_loop{where, what, plan, progress}.run();
}

} // namespace sinew::bench
