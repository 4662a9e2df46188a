// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <future>
#include <string>
#include <string_view>
#include <thread>

namespace sinew::gateway {

/// A plain socket to a server of 127.0.0.1; nothing it waits for takes longer than ten seconds.
class http_wire {
 public:
  explicit http_wire(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }
  ~http_wire() { hang_up(); }
  http_wire(const http_wire&) = delete;
  auto operator=(const http_wire&) -> http_wire& = delete;

  void hang_up() {
    if (socket_ >= 0)
      close(socket_);
    socket_ = -1;
  }

  void say(std::string_view text) const { (void)!send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }

  /// Everything up to and with `mark`; what came until then, when the server closes first.
  auto hear_until(std::string_view mark) -> std::string {
    for (;;) {
      if (const auto at = heard_.find(mark); at != std::string::npos)
        return take(at + mark.size());
      if (!hear_more())
        return take(heard_.size());
    }
  }
  /// All until the server closes.
  auto hear_all() -> std::string {
    while (hear_more()) {
    }
    return take(heard_.size());
  }
  /// Asks, and hears one answer whose body is "{}".
  auto ask(std::string_view request) -> std::string {
    say(request);
    return hear_until("{}");
  }

 private:
  auto hear_more() -> bool {
    std::array<char, 4096> piece{};
    const auto got = recv(socket_, piece.data(), piece.size(), 0);
    if (got > 0)
      heard_.append(piece.data(), static_cast<std::size_t>(got));
    return got > 0;
  }
  auto take(std::size_t size) -> std::string {
    auto taken = heard_.substr(0, size);
    heard_.erase(0, size);
    return taken;
  }

  int socket_;
  std::string heard_;
};

inline constexpr std::string_view get = "GET /x HTTP/1.1\r\nHost: h\r\n\r\n";

/// A server on a thread of its own, which answers "{}" unless a test says otherwise.
class served : public testing::Test {
 protected:
  void TearDown() override { stop(); }

  void start(http_limits limits = {}) {
    server_.emplace(io_, limits, [this](std::shared_ptr<const http_request> asked, http_answer answer) {
      handler(std::move(asked), std::move(answer));
    });
    const auto listening = server_->listen("127.0.0.1", 0);
    ASSERT_TRUE(listening);
    port_ = *listening;
    thread_ = std::thread{[this] {
      const auto busy = boost::asio::make_work_guard(io_);
      io_.run();
    }};
  }

  void stop() {
    if (!thread_.joinable())
      return;
    on_server([this] { server_.reset(); });
    io_.stop();
    thread_.join();
  }

  /// Runs `what` on the server's thread, and waits for it.
  void on_server(const std::function<void()>& what) {
    std::promise<void> done;
    boost::asio::post(io_, [&] {
      what();
      done.set_value();
    });
    done.get_future().wait_for(std::chrono::seconds{10});
  }

  [[nodiscard]] auto wire() const -> http_wire { return http_wire{port_}; }
  auto server() -> http_server& { return *server_; }

  /// Set before `start`.
  http_handler handler = [](std::shared_ptr<const http_request>, const http_answer& answer) {
    answer({.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = "{}", .stream = {}});
  };

 private:
  boost::asio::io_context io_{1};
  std::optional<http_server> server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

} // namespace sinew::gateway
