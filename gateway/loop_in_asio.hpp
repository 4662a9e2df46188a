// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"

#include <memory>

namespace boost::asio {
class io_context;
}

namespace sinew::gateway {

/// Turns our loop inside Asio's, so that HTTP and the broker share one thread and nothing is handed from one to another.
///
/// The loop's own epoll descriptor is watched by Asio: whenever something in it is ready, or its next timer is due, the loop
/// makes one turn that does not wait. All methods: the thread that runs `io`.
class loop_in_asio {
 public:
  /// All three must outlive it. From now on nobody else may turn `inner`, and it turns as soon as `io` runs.
  loop_in_asio(boost::asio::io_context& io, loop& inner, epoll_poller& poller);
  ~loop_in_asio();
  loop_in_asio(const loop_in_asio&) = delete;
  auto operator=(const loop_in_asio&) -> loop_in_asio& = delete;

  /// Call before anything outside of the loop's turns uses what lives on it: what it writes leaves, and timers that it sets are
  /// heeded, once the handlers that are ready by now have run. Many calls are one turn.
  void turn_soon();

 private:
  class engine;
  std::shared_ptr<engine> engine_;
};

} // namespace sinew::gateway
