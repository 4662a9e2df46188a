// SPDX-License-Identifier: Apache-2.0
#include "projection/model_copy.hpp"

#include "tests/support/order_log.hpp"

#include <gtest/gtest.h>
#include <condition_variable>
#include <mutex>

namespace sinew::test {
namespace {

using namespace std::chrono_literals;

/// A clock that the test sets. Waiting ends when the clock is there already, or when another thread has something to say.
class set_clock_poller final : public poller {
 public:
  auto now() const -> time_point override { return now_; }
  void wait(time_point until) override {
    std::unique_lock lock{guard_};
    const bool is_early = until > now_ && !woke_.wait_for(lock, 60s, [this] { return woken_; });
    EXPECT_FALSE(is_early) << "nobody has anything to say";
    woken_ = false;
  }
  void wake() noexcept override {
    const std::scoped_lock lock{guard_};
    woken_ = true;
    woke_.notify_one();
  }
  void pass(time_point::duration by) { now_ += by; }

 private:
  time_point now_{1h};
  std::mutex guard_;
  std::condition_variable woke_;
  bool woken_ = false;
};

/// A log that tells what the test hands it, and counts what was dealt with.
struct handed_feed {
  log_feed::listener tell;
  std::size_t dealt_with = 0;

  class face final : public log_feed {
   public:
    explicit face(handed_feed& of) : of_{of} {}
    void start(listener tell) override { of_.tell = std::move(tell); }
    void read(std::uint64_t) override {}
    void dealt_with(std::size_t events) override { of_.dealt_with += events; }

   private:
    handed_feed& of_;
  };
};

class model_copy_test : public testing::Test {
 public:
  model_copy_test() {
    copy_->start({});
    turn_until([this] { return feed_.tell.on_log != nullptr; });
    feed_.tell.on_log({.identity = "a log", .last = 0});
    turn_until([this] { return copy_->state() == copy_state::live; });
  }
  ~model_copy_test() override {
    copy_->retire();
    turn_until([this] { return copy_->is_retired(); });
  }

  void place(int order) { tell(log_.place("o-" + std::to_string(order), "c-1", 100)); }
  void tell(const log_event& event) {
    feed_.tell.on_events({event}, 0);
    loop_.turn(0ms);
  }
  void wait_for_position(std::uint64_t wanted) {
    turn_until([&] { return copy_->facts().position == wanted; });
  }
  /// How often it has come further, or to another state, since this was last asked.
  auto changes() -> int { return std::exchange(changes_, 0); }
  void pass(loop::clock::duration time) { poller_.pass(time); }

  handed_feed feed_;
  order_log log_;

 private:
  void turn_until(const std::function<bool()>& done) {
    while (!done() && !HasFailure())
      loop_.turn(1h);
  }

  set_clock_poller poller_;
  loop loop_{poller_};
  temporary_folder folder_;
  int changes_ = 0;
  std::shared_ptr<model_copy> copy_ = std::make_shared<model_copy>(
      model_copy::surroundings{.where = loop_,
                               .post = [this](loop::work w) { loop_.post(std::move(w)); },
                               .make_feed = [this] { return std::make_unique<handed_feed::face>(feed_); }},
      orders_model(), folder_ / "orders-1.db", model_copy::listener{.on_change = [this] { ++changes_; }});
};

TEST_F(model_copy_test, writes_at_once_what_comes_after_a_pause) {
  pass(1s);
  place(1);
  wait_for_position(1); // no time passes
  pass(1s);
  place(2);
  wait_for_position(2);
}

TEST_F(model_copy_test, writes_together_what_comes_close_upon_it) {
  pass(1s);
  place(1);
  wait_for_position(1);
  (void)changes();
  for (int order = 2; order <= 10; ++order)
    place(order);
  EXPECT_EQ(changes(), 0);
  pass(5ms);
  wait_for_position(10);
  EXPECT_EQ(changes(), 1);
  EXPECT_EQ(feed_.dealt_with, 10U);
}

TEST_F(model_copy_test, starts_over_while_a_batch_waits_for_its_time) {
  pass(1s);
  place(1);
  wait_for_position(1);
  place(2);
  feed_.tell.on_log({.identity = "a log", .last = 2}); // the connection was away: what waited will be told again
  tell(log_.all().back());
  pass(5ms);
  wait_for_position(2);
  place(3);
  pass(5ms);
  wait_for_position(3);
}

} // namespace
} // namespace sinew::test
