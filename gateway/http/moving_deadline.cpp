// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/moving_deadline.hpp"

#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace sinew::gateway {

class moving_deadline::engine : public std::enable_shared_from_this<engine> {
 public:
  engine(const boost::asio::any_io_executor& where, std::function<void()> passed)
      : timer_{where}, passed_{std::move(passed)} {}

  void move_to(time_point when) {
    deadline_ = when;
    arm();
  }

  void stop() {
    passed_ = nullptr;
    timer_.cancel();
  }

 private:
  void arm() {
    if (deadline_ >= armed_)
      return;
    armed_ = deadline_;
    timer_.expires_at(deadline_); // the former wait ends cancelled
    timer_.async_wait([self = shared_from_this()](boost::system::error_code cancelled) {
      if (!cancelled)
        self->on_ring();
    });
  }

  void on_ring() {
    armed_ = time_point::max();
    if (deadline_ > std::chrono::steady_clock::now())
      return arm();
    deadline_ = time_point::max();
    if (const auto passed = passed_) // a copy: it may end us
      passed();
  }

  boost::asio::steady_timer timer_;
  std::function<void()> passed_;
  time_point deadline_ = time_point::max();
  time_point armed_ = time_point::max();
};

moving_deadline::moving_deadline(const boost::asio::any_io_executor& where, std::function<void()> passed)
    : engine_{std::make_shared<engine>(where, std::move(passed))} {}

moving_deadline::~moving_deadline() {
  engine_->stop();
}

void moving_deadline::move_to(time_point when) {
  engine_->move_to(when);
}

} // namespace sinew::gateway
