// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/upstream_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace sinew::gateway {

/// Connections to other servers between two calls: a bounded number to all of them, the oldest goes first. One thread, that of `io`.
class upstream_pool {
 public:
  using socket = boost::asio::ip::tcp::socket;

  /// `io` must outlive it.
  upstream_pool(boost::asio::io_context& io, upstream_limits limits) : io_{io}, limits_{limits} {}

  /// One that is still open, the one used last; nothing: there is none to that server.
  auto take(const std::string& authority) -> std::optional<socket>;
  /// For a later call. Precondition: nothing more is to come on it.
  void keep(std::string authority, socket kept);
  /// Closes all, and keeps no more.
  void close();

  [[nodiscard]] auto is_closed() const -> bool { return is_closed_; }
  [[nodiscard]] auto limits() const -> const upstream_limits& { return limits_; }
  auto io() -> boost::asio::io_context& { return io_; }

 private:
  using clock = std::chrono::steady_clock;
  struct idle {
    std::string authority;
    socket kept;
    clock::time_point since;
  };

  void drop_old();

  boost::asio::io_context& io_;
  upstream_limits limits_;
  std::deque<idle> idle_; // the newest last
  bool is_closed_ = false;
};

} // namespace sinew::gateway
