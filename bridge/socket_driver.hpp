// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "actors/loop.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

struct __natsConnection;
struct __natsOptions;

namespace sinew {

/// Lets the loop read and write the socket of one nats.c connection ("event loop mode").
///
/// nats.c calls back from any thread and with its own lock held. So the callbacks only note what is wanted and hand
/// over to the loop; they never call into nats.c. The poller watches a duplicate of the descriptor: nats.c may close
/// its own at any moment from another thread, and the number could then belong to someone else.
class socket_driver : public std::enable_shared_from_this<socket_driver> {
 public:
  /// Kept by a shared pointer. `owner` is the loop's thread; the constructor may run on any.
  socket_driver(loop& where, epoll_poller& poller, std::thread::id owner);
  ~socket_driver();
  socket_driver(const socket_driver&) = delete;
  auto operator=(const socket_driver&) -> socket_driver& = delete;

  /// Before connecting.
  void install_into(__natsOptions* options);

  // -- loop's thread

  /// `read` is called after each read, when nats.c may have queued messages; `lost` once, when the socket is gone (at
  /// once if it already is), never from inside nats.c.
  void listen(std::function<void()> read, std::function<void()> lost);
  /// Sends what is pending as far as the socket takes it, and lets nats.c find the socket closed. Without that it asks the
  /// broker for a last sign of life when it is destroyed, and waits half a second for an answer that nobody reads.
  void hang_up();
  /// No callbacks from now on.
  void shut();
  /// Writes what has piled up, once. Call at the end of each turn of the loop.
  void flush();

  /// False from the moment nats.c gave the socket up. Any thread.
  [[nodiscard]] auto has_socket() const -> bool { return has_socket_; }

  // -- what nats.c calls, from any thread
  void attach(__natsConnection* connection, int fd);
  void lose();
  void detach();
  void want_write(bool wanted);

 private:
  void on_loop(loop::work w);
  void watch(int duplicate);
  void unwatch();
  void tell_loss();
  void on_ready(epoll_poller::readiness ready);

  loop& where_;
  epoll_poller& poller_;
  std::thread::id owner_;

  // nats.c takes an empty write for a closed connection, so we write only while its last word was "add".
  std::atomic<bool> write_wanted_ = false;
  std::atomic<bool> has_socket_ = false;
  // nats.c knows us by address until it detaches, which may be later than anyone else's interest.
  std::shared_ptr<socket_driver> attached_self_;

  // Loop's thread only.
  __natsConnection* connection_ = nullptr;
  std::function<void()> read_;
  std::function<void()> lost_;
  int watched_ = -1;
  bool stalled_ = false; // the kernel's buffer was full
};

} // namespace sinew
