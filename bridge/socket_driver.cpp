// SPDX-License-Identifier: Apache-2.0
#include "bridge/socket_driver.hpp"

#include <fcntl.h>
#include <nats/nats.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace sinew {

namespace {

auto driver_of(void* self) -> socket_driver& {
  return *static_cast<socket_driver*>(self);
}

auto attach_callback(void** user_data, void* driver, natsConnection* connection, natsSock socket) -> natsStatus {
  *user_data = driver;
  driver_of(driver).attach(connection, socket);
  return NATS_OK;
}

// Only ever called to stop reading; reading starts with the attachment.
auto read_callback(void* driver, bool wanted) -> natsStatus {
  if (!wanted)
    driver_of(driver).lose();
  return NATS_OK;
}

auto write_callback(void* driver, bool wanted) -> natsStatus {
  driver_of(driver).want_write(wanted);
  return NATS_OK;
}

auto detach_callback(void* driver) -> natsStatus {
  driver_of(driver).detach();
  return NATS_OK;
}

} // namespace

socket_driver::socket_driver(loop& where, epoll_poller& poller, std::thread::id owner)
    : where_{where}, poller_{poller}, owner_{owner} {}

socket_driver::~socket_driver() {
  if (watched_ >= 0)
    close(watched_);
}

void socket_driver::install_into(__natsOptions* options) {
  natsOptions_SetEventLoop(options, this, attach_callback, read_callback, write_callback, detach_callback);
}

void socket_driver::listen(std::function<void()> read, std::function<void()> lost) {
  read_ = std::move(read);
  lost_ = std::move(lost);
  if (!has_socket_)
    tell_loss();
}

void socket_driver::hang_up() {
  if (connection_ == nullptr || watched_ < 0)
    return;
  if (write_wanted_)
    natsConnection_ProcessWriteEvent(connection_);
  lost_ = nullptr; // it is we who leave
  read_ = nullptr;
  ::shutdown(watched_, SHUT_RDWR);
  natsConnection_ProcessReadEvent(connection_);
}

void socket_driver::shut() {
  read_ = nullptr;
  lost_ = nullptr;
  connection_ = nullptr;
  unwatch();
}

void socket_driver::flush() {
  if (!write_wanted_ || connection_ == nullptr)
    return;
  natsConnection_ProcessWriteEvent(connection_);
  if (const bool stalled = write_wanted_; stalled != stalled_ && watched_ >= 0) {
    stalled_ = stalled;
    poller_.want(watched_, {.readable = true, .writable = stalled});
  }
}

void socket_driver::attach(__natsConnection* connection, int fd) {
  attached_self_ = shared_from_this();
  has_socket_ = true;
  // Owned by the work until the loop takes it: nothing leaks when the loop ends first.
  const std::shared_ptr<int> duplicate{new int{fcntl(fd, F_DUPFD_CLOEXEC, 0)}, [](int* number) {
                                         if (*number >= 0)
                                           close(*number);
                                         delete number;
                                       }};
  on_loop([this, connection, duplicate] {
    connection_ = connection;
    watch(std::exchange(*duplicate, -1));
  });
}

void socket_driver::lose() {
  has_socket_ = false;
  on_loop([this] {
    unwatch();
    tell_loss();
  });
}

void socket_driver::detach() {
  lose();
  attached_self_.reset(); // may be the end of this object
}

void socket_driver::want_write(bool wanted) {
  write_wanted_ = wanted;
  if (wanted && std::this_thread::get_id() != owner_)
    where_.post([] {}); // the turn's end writes
}

void socket_driver::on_loop(loop::work w) {
  if (std::this_thread::get_id() == owner_)
    return w();
  where_.post([weak = weak_from_this(), w = std::move(w)] {
    if (const auto self = weak.lock())
      w();
  });
}

void socket_driver::tell_loss() {
  // Posted: nats.c may be further up the stack, with its lock held.
  where_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock(); self && self->lost_)
      std::exchange(self->lost_, nullptr)();
  });
}

void socket_driver::watch(int duplicate) {
  unwatch();
  watched_ = duplicate;
  if (duplicate >= 0)
    poller_.watch(duplicate, {.readable = true}, [this](auto ready) { on_ready(ready); });
}

void socket_driver::unwatch() {
  stalled_ = false;
  if (watched_ < 0)
    return;
  poller_.forget(watched_);
  close(std::exchange(watched_, -1));
}

void socket_driver::on_ready(epoll_poller::readiness ready) {
  // Writable again: the turn's end writes.
  if (!ready.readable || connection_ == nullptr)
    return;
  natsConnection_ProcessReadEvent(connection_);
  if (read_)
    read_();
}

} // namespace sinew
