// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace sinew {

/// What a scripted server does with one request.
struct scripted {
  /// Sent as it is.
  std::string answer;
  bool closes = false;
  /// Says nothing more, and keeps the connection.
  bool hangs = false;
};

/// A server of 127.0.0.1 that answers the n-th request that it hears with the n-th line of its script, whatever is asked; further ones
/// with the last line. One connection at a time.
class scripted_server {
 public:
  explicit scripted_server(std::vector<scripted> script)
      : script_{std::move(script)}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(listener_, reinterpret_cast<const sockaddr*>(&address), size);
    listen(listener_, 8);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    (void)!pipe(ending_.data());
    thread_ = std::thread{[this] { serve(); }};
  }
  ~scripted_server() {
    close(ending_[1]); // whoever waits sees it
    thread_.join();
    close(ending_[0]);
    close(listener_);
  }
  scripted_server(const scripted_server&) = delete;
  auto operator=(const scripted_server&) -> scripted_server& = delete;

  [[nodiscard]] auto port() const -> std::uint16_t { return port_; }
  [[nodiscard]] auto connections() const -> int { return connections_; }
  [[nodiscard]] auto requests() const -> int { return requests_; }

 private:
  /// False: it ends, or the other side has gone.
  auto is_ready(int socket) const -> bool {
    std::array<pollfd, 2> both{pollfd{socket, POLLIN, 0}, pollfd{ending_[0], POLLIN, 0}};
    poll(both.data(), both.size(), -1);
    return both[1].revents == 0;
  }

  void serve() {
    while (is_ready(listener_)) {
      const int socket = accept(listener_, nullptr, nullptr);
      ++connections_;
      while (hear(socket) && answer(socket)) {
      }
      close(socket);
    }
  }

  /// One request without a body, or with a small one that comes along.
  auto hear(int socket) const -> bool {
    std::string heard;
    std::array<char, 4096> piece{};
    while (heard.find("\r\n\r\n") == std::string::npos) {
      if (!is_ready(socket))
        return false;
      const auto size = recv(socket, piece.data(), piece.size(), 0);
      if (size <= 0)
        return false;
      heard.append(piece.data(), static_cast<std::size_t>(size));
    }
    return true;
  }

  auto answer(int socket) -> bool {
    const auto n = static_cast<std::size_t>(requests_++);
    const auto& line = script_.at(std::min(n, script_.size() - 1));
    (void)!send(socket, line.answer.data(), line.answer.size(), MSG_NOSIGNAL);
    return line.hangs ? is_ready(socket) : !line.closes;
  }

  std::vector<scripted> script_;
  int listener_;
  std::array<int, 2> ending_{};
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

} // namespace sinew
