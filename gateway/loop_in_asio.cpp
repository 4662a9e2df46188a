// SPDX-License-Identifier: Apache-2.0
#include "gateway/loop_in_asio.hpp"

#include "gateway/http/moving_deadline.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace sinew::gateway {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

} // namespace

class loop_in_asio::engine : public std::enable_shared_from_this<engine> {
 public:
  engine(asio::io_context& io, loop& inner, epoll_poller& poller)
      : io_{io}, inner_{inner}, ready_{io, poller.descriptor()}, next_timer_{io.get_executor(), [this] { turn(); }} {}

  void start() {
    watch();
    turn_soon();
  }

  void stop() {
    stopped_ = true;
    ready_.release(); // the poller closes it
    next_timer_.clear();
  }

  void turn_soon() {
    inner_.stay_awake();
    if (!std::exchange(turn_posted_, true))
      asio::post(io_, [self = shared_from_this()] { self->on_posted(); });
  }

 private:
  // Asio hears of edges only; but it arms the descriptor anew for each wait, and the kernel then tells at once if there
  // still is something ready.
  void watch() {
    ready_.async_wait(asio::posix::stream_descriptor::wait_read, [self = shared_from_this()](error_code cancelled) {
      if (cancelled || self->stopped_)
        return;
      self->turn();
      self->watch();
    });
  }

  void on_posted() {
    turn_posted_ = false;
    if (!stopped_)
      turn();
  }

  void turn() {
    inner_.turn(loop::clock::duration::zero());
    const auto due = inner_.next_due();
    if (due <= inner_.now())
      return turn_soon();
    next_timer_.move_to(due);
  }

  asio::io_context& io_;
  loop& inner_;
  asio::posix::stream_descriptor ready_;
  moving_deadline next_timer_;
  bool turn_posted_ = false;
  bool stopped_ = false;
};

loop_in_asio::loop_in_asio(asio::io_context& io, loop& inner, epoll_poller& poller)
    : engine_{std::make_shared<engine>(io, inner, poller)} {
  engine_->start();
}

loop_in_asio::~loop_in_asio() {
  engine_->stop();
}

void loop_in_asio::turn_soon() {
  engine_->turn_soon();
}

} // namespace sinew::gateway
