// SPDX-License-Identifier: Apache-2.0
#include "actors/epoll_poller.hpp"

#include "kernel/assertion.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace sinew {

namespace {

auto checked(int fd, const char* what) -> int {
  if (fd < 0)
    throw std::system_error{errno, std::generic_category(), what};
  return fd;
}

auto events_of(epoll_poller::readiness wanted) -> std::uint32_t {
  return (wanted.readable ? EPOLLIN : 0U) | (wanted.writable ? EPOLLOUT : 0U);
}

using ready_list = std::array<epoll_event, 64>;

auto left_until(poller::time_point until, poller::time_point now) -> std::chrono::nanoseconds {
  if (until <= now)
    return std::chrono::nanoseconds::zero();
  return std::min<std::chrono::nanoseconds>(until - now, std::chrono::hours{1});
}

auto wait_milliseconds(int epoll, ready_list& ready, std::chrono::nanoseconds left) -> int {
  // Rounded up: waking a little late beats spinning until the millisecond is over.
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left);
  return epoll_wait(epoll, ready.data(), static_cast<int>(ready.size()), static_cast<int>(whole.count()));
}

/// To the nanosecond, for what is due in 200 us would otherwise come a millisecond late. Never early: the kernel's timer
/// ends after the time asked for, so that the loop does not spin.
auto wait_nanoseconds(int epoll, ready_list& ready, std::chrono::nanoseconds left) -> int {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
  const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
  return epoll_pwait2(epoll, ready.data(), static_cast<int>(ready.size()), &timeout, nullptr);
}

} // namespace

epoll_poller::epoll_poller()
    : epoll_{checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")},
      wakeup_{checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")} {
  watch(wakeup_, {.readable = true}, [this](readiness) {
    std::uint64_t count = 0;
    (void)!read(wakeup_, &count, sizeof count); // empty is fine: somebody was quicker
  });
}

epoll_poller::~epoll_poller() {
  close(wakeup_);
  close(epoll_);
}

void epoll_poller::wake() noexcept {
  const std::uint64_t one = 1;
  (void)!write(wakeup_, &one, sizeof one); // can only fail when the counter is full, and then the loop wakes anyway
}

void epoll_poller::wait(time_point until) {
  ready_list ready;
  const auto left = left_until(until, now());
  int count = exact_ ? wait_nanoseconds(epoll_, ready, left) : wait_milliseconds(epoll_, ready, left);
  if (count < 0 && exact_ && (errno == ENOSYS || errno == EPERM)) { // Linux before 5.11, or a sandbox that is as old
    exact_ = false;
    count = wait_milliseconds(epoll_, ready, left);
  }
  SINEW_ASSERT(count >= 0 || errno == EINTR);
  for (int i = 0; i < count; ++i)
    dispatch(ready[static_cast<std::size_t>(i)].data.fd, ready[static_cast<std::size_t>(i)].events);
}

void epoll_poller::dispatch(int fd, std::uint32_t events) {
  // An earlier handler of this round may have forgotten this one.
  const auto found = handlers_.find(fd);
  if (found == handlers_.end())
    return;
  const bool broken = (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0;
  const auto handle = found->second; // a copy: the handler may forget itself
  handle({.readable = broken || (events & EPOLLIN) != 0, .writable = broken || (events & EPOLLOUT) != 0});
}

void epoll_poller::watch(int fd, readiness wanted, handler h) {
  epoll_event event{.events = events_of(wanted), .data = {.fd = fd}};
  const bool known = !handlers_.insert_or_assign(fd, std::move(h)).second;
  (void)checked(epoll_ctl(epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

void epoll_poller::want(int fd, readiness wanted) {
  epoll_event event{.events = events_of(wanted), .data = {.fd = fd}};
  (void)epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void epoll_poller::forget(int fd) {
  if (handlers_.erase(fd) > 0)
    (void)epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
}

} // namespace sinew
