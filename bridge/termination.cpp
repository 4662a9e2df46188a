// SPDX-License-Identifier: Apache-2.0
#include "bridge/termination.hpp"

#include <sys/signalfd.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace sinew {

termination::termination(epoll_poller& where, std::function<void()> asked) : where_{where} {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor_ < 0)
    throw std::system_error{errno, std::generic_category(), "signalfd"};
  where_.watch(descriptor_, {.readable = true, .writable = false},
               [this, asked = std::move(asked)](epoll_poller::readiness) {
                 signalfd_siginfo what{};
                 while (read(descriptor_, &what, sizeof what) == static_cast<ssize_t>(sizeof what))
                   asked();
               });
}

termination::~termination() {
  where_.forget(descriptor_);
  close(descriptor_);
}

} // namespace sinew
