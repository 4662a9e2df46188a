// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actors/epoll_poller.hpp"
#include "bench/http/server_address.hpp"
#include "tools/up/child_process.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <functional>
#include <map>
#include <string>
#include <utility>

namespace sinew::bench {

/// An HTTP server on a real socket of this machine, on the same loop as what asks it, that answers as a test says.
class scripted_server {
 public:
  /// What is answered to a whole request without a body: nothing at all if it is empty. "close": the connection is closed.
  using script = std::function<std::string(const std::string& request)>;

  scripted_server(epoll_poller& poller, script answer) : poller_{poller}, answer_{std::move(answer)} {
    const int on = 1;
    (void)setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in where{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    EXPECT_EQ(bind(listener_.get(), reinterpret_cast<const sockaddr*>(&where), sizeof where), 0);
    EXPECT_EQ(listen(listener_.get(), 16), 0);
    socklen_t size = sizeof where;
    EXPECT_EQ(getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&where), &size), 0);
    port_ = ntohs(where.sin_port);
    poller_.watch(listener_.get(), {.readable = true}, [this](auto) { accept_one(); });
  }
  ~scripted_server() { stop(); }
  scripted_server(const scripted_server&) = delete;
  auto operator=(const scripted_server&) -> scripted_server& = delete;

  [[nodiscard]] auto address() const -> server_address {
    return server_address::of({"127.0.0.1", std::to_string(port_), ""}).value();
  }
  [[nodiscard]] auto connections() const -> int { return accepted_; }

  /// Listens no more, and closes what is open.
  void stop() {
    if (!listener_.is_open())
      return;
    poller_.forget(listener_.get());
    listener_.reset();
    close_all();
  }
  void close_all() {
    for (const auto& [fd, open] : open_)
      poller_.forget(fd);
    open_.clear();
  }

 private:
  struct talk {
    descriptor socket;
    std::string heard;
  };

  void accept_one() {
    descriptor made{accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
    const auto fd = made.get();
    ++accepted_;
    open_[fd].socket = std::move(made);
    poller_.watch(fd, {.readable = true}, [this, fd](auto) { hear(fd); });
  }

  void hear(int fd) {
    auto& [socket, heard] = open_.at(fd);
    std::array<char, 4096> piece{};
    const auto got = recv(fd, piece.data(), piece.size(), 0);
    if (got <= 0)
      return hang_up(fd);
    heard.append(piece.data(), static_cast<std::size_t>(got));
    if (!heard.ends_with("\r\n\r\n"))
      return;
    const auto said = answer_(std::exchange(heard, {}));
    if (said == "close")
      return hang_up(fd);
    EXPECT_EQ(send(fd, said.data(), said.size(), MSG_NOSIGNAL), static_cast<ssize_t>(said.size()));
  }

  void hang_up(int fd) {
    poller_.forget(fd);
    open_.erase(fd);
  }

  epoll_poller& poller_;
  script answer_;
  descriptor listener_{socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  std::uint16_t port_ = 0;
  int accepted_ = 0;
  std::map<int, talk> open_;
};

} // namespace sinew::bench
