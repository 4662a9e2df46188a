// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernel/result.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace shop {

struct served_request {
  std::string method; // "PUT"
  std::string path;   // "/v1/charges/o-1", without a query
  std::string body;
};

/// An answer; its body is JSON.
struct served_answer {
  unsigned status = 200;
  std::string body;
};

/// Answers one request, now or later, on the server's thread; call at most once. Destroyed unanswered: the connection closes.
using answerer = std::function<void(served_answer)>;
using request_handler = std::function<void(served_request, answerer)>;

struct http_server_limits {
  /// Bytes. Larger: 431 and 413, and the connection closes.
  std::uint32_t header_size = 8 * 1024;
  std::uint64_t body_size = 16 * 1024;
  /// Open at once; one more is closed at once.
  std::size_t connections = 512;
  /// A connection that says nothing for so long is closed, and so is one that takes longer for a request or an answer. The time
  /// a handler takes does not count.
  std::chrono::seconds patience{30};
};

/// A small HTTP/1.1 server: one thread (that of `io`), keep-alive, nothing but whole requests and whole answers. What is no
/// HTTP gets 400 and is closed.
class http_server {
 public:
  http_server(boost::asio::io_context& io, http_server_limits limits, request_handler handler);
  http_server(const http_server&) = delete;
  auto operator=(const http_server&) -> http_server& = delete;

  /// Listens on 127.0.0.1; port 0 takes a free one. Answers with the port. system_failure says why not.
  auto listen(std::uint16_t port) -> sinew::result<std::uint16_t>;
  /// Takes no new connections.
  void stop();

 private:
  void accept();
  void accept_later();

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  const http_server_limits limits_;
  const request_handler handler_;
  std::shared_ptr<std::size_t> open_ = std::make_shared<std::size_t>(0); // connections
};

} // namespace shop
