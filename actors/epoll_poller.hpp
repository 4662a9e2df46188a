// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/loop.hpp"

#include <cstdint>
#include <functional>
#include <unordered_map>

namespace sinew {

/// Waits with epoll(7), to the nanosecond where the kernel can (Linux 5.11), else to the millisecond; woken from other
/// threads through an eventfd(2). Level-triggered.
///
/// All methods are for the loop's thread, except `wake`. Throws std::system_error when the kernel gives no descriptor.
class epoll_poller final : public poller {
 public:
  /// What a descriptor is ready for; an error or hang-up counts as both, so that the next read or write tells.
  struct readiness {
    bool readable = false;
    bool writable = false;
  };
  using handler = std::function<void(readiness)>;

  epoll_poller();
  ~epoll_poller() override;
  epoll_poller(const epoll_poller&) = delete;
  auto operator=(const epoll_poller&) -> epoll_poller& = delete;

  auto now() const -> time_point override { return std::chrono::steady_clock::now(); }
  void wait(time_point until) override;
  void wake() noexcept override;

  /// Calls `h` whenever `fd` is ready for what is wanted. Watching a descriptor again replaces handler and wishes.
  void watch(int fd, readiness wanted, handler h);
  /// Changes the wishes for a watched descriptor; keeps the handler.
  void want(int fd, readiness wanted);
  /// Readable whenever `wait` has something to handle: for whoever waits with something else and lets this loop turn
  /// inside. Ours to close.
  [[nodiscard]] auto descriptor() const -> int { return epoll_; }

  /// Forgets `fd`; call before closing it. The handler is not called again, also not for what is already ready.
  void forget(int fd);

 private:
  void dispatch(int fd, std::uint32_t events);

  int epoll_ = -1;
  int wakeup_ = -1;
  bool exact_ = true; // until the kernel says that it cannot
  std::unordered_map<int, handler> handlers_;
};

} // namespace sinew
