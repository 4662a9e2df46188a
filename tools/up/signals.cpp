// SPDX-License-Identifier: Apache-2.0
#include "tools/up/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace sinew {

signals::signals(epoll_poller& poller, std::function<void()> on_stop, std::function<void()> on_child)
    : poller_{poller}, on_stop_{std::move(on_stop)}, on_child_{std::move(on_child)} {
  sigset_t ours;
  sigemptyset(&ours);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD})
    sigaddset(&ours, number);
  sigprocmask(SIG_BLOCK, &ours, nullptr);
  std::signal(SIGPIPE, SIG_IGN); // a closed terminal must not end a running system
  fd_ = descriptor{signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC)};
  if (!fd_.is_open())
    throw std::system_error{errno, std::generic_category(), "signalfd"};
  poller_.watch(fd_.get(), {.readable = true}, [this](epoll_poller::readiness) { take(); });
}

signals::~signals() {
  poller_.forget(fd_.get());
}

void signals::take() {
  signalfd_siginfo info{};
  while (read(fd_.get(), &info, sizeof info) == sizeof info)
    info.ssi_signo == SIGCHLD ? on_child_() : on_stop_();
}

} // namespace sinew
