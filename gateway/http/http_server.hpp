// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/http_message.hpp"
#include "kernel/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
} // namespace boost::asio

namespace sinew::gateway {

/// What one client may cost.
struct http_limits {
  /// Bytes of the request line and all headers; more: 431 and the connection closes.
  std::uint32_t header_size = 16 * 1024;
  /// Bytes of a body; more: 413 and the connection closes.
  std::uint64_t body_size = 1024 * 1024;
  /// Bytes of all bodies that are being read or answered at once; one more: 503 and the connection closes.
  std::uint64_t bodies_size = 64 * 1024 * 1024;
  /// Open at once; one more is answered 503 and closed. 1 … 65536.
  std::size_t connections = 1024;
  /// From a request's first byte to the end of its headers (and for agreeing on keys before it, with TLS), and from there to the end of its body; longer: 408.
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{30'000};
  /// How long a connection may stay open with nothing asked.
  std::chrono::milliseconds idle_time{60'000};
  /// For the reader to take an answer, or what waits for it in a stream.
  std::chrono::milliseconds write_time{30'000};
  /// Bytes that a stream may have waiting for its reader.
  std::size_t stream_backlog = 256 * 1024;
};

/// An HTTP/1.1 server on one thread, that of `io`: keep-alive, one request of a connection at a time, whole requests in,
/// whole answers or streams out. What is no HTTP is answered 400 as a problem (problem.hpp), and the connection closes.
class http_server {
 public:
  http_server(boost::asio::io_context& io, http_limits limits, http_handler handler);
  /// Closes all connections at once. `io` must still be there.
  ~http_server();
  http_server(const http_server&) = delete;
  auto operator=(const http_server&) -> http_server& = delete;

  /// Secures the connections that come from now on (tls_context.hpp).
  void secure(std::shared_ptr<boost::asio::ssl::context> with);
  /// Listens on a numeric address; port 0 takes a free one. Answers with the port. system_failure, invalid_input: why not.
  auto listen(const std::string& address, std::uint16_t port) -> result<std::uint16_t>;
  /// Takes no new connections, closes idle ones, ends streams, and lets what was asked be answered; `done` once nobody is
  /// left, never from inside this call. Who waits for it sets the bound.
  void drain(std::function<void()> done);
  /// Open just now.
  [[nodiscard]] auto connections() const -> std::size_t;

 private:
  class engine;
  std::shared_ptr<engine> engine_;
};

} // namespace sinew::gateway
