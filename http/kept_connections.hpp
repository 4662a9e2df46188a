// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/http_asker.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace sinew {

/// Connections to other servers between two calls: a bounded number to all of them, the oldest goes first, and each for a bounded time. One
/// thread, that of `io`.
class kept_connections : public std::enable_shared_from_this<kept_connections> {
 public:
  using socket = boost::asio::ip::tcp::socket;

  /// `io` must outlive it.
  kept_connections(boost::asio::io_context& io, asking_limits limits) : io_{io}, limits_{limits}, oldest_ends_{io} {}

  /// One that is still open, the one used last; nothing: there is none to that server.
  auto take(const std::string& authority) -> std::optional<socket>;
  /// For a later call. Precondition: nothing more is to come on it.
  void keep(std::string authority, socket kept);
  /// Closes all, and keeps no more.
  void close();

  [[nodiscard]] auto is_closed() const -> bool { return is_closed_; }
  [[nodiscard]] auto limits() const -> const asking_limits& { return limits_; }
  auto io() -> boost::asio::io_context& { return io_; }

 private:
  using clock = std::chrono::steady_clock;
  struct idle {
    std::string authority;
    socket kept;
    clock::time_point until;
  };

  void drop_old();
  void await_oldest();

  boost::asio::io_context& io_;
  asking_limits limits_;
  std::deque<idle> idle_; // the newest last
  boost::asio::steady_timer oldest_ends_;
  bool is_awaited_ = false;
  bool is_closed_ = false;
};

} // namespace sinew
