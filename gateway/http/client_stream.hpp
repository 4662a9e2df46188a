// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace sinew::gateway {

/// The bytes of one connection, through TLS or as they are: an AsyncReadStream and AsyncWriteStream as Asio has them. Whoever waits
/// for one of its handlers keeps it alive.
class client_stream {
 public:
  using executor_type = boost::asio::ip::tcp::socket::executor_type;
  using error_code = boost::system::error_code;

  /// Without `tls`, as they are.
  client_stream(boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> tls);

  auto get_executor() -> executor_type { return socket_.get_executor(); }
  [[nodiscard]] auto is_secure() const -> bool { return tls_.has_value(); }
  /// "192.0.2.1"; empty where the other side has gone already.
  [[nodiscard]] auto peer() const -> std::string;

  /// Before anything else, where it is secure: agrees on keys.
  void shake_hands(std::function<void(error_code)> done);

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& into, Handler&& handler) {
    tls_ ? tls_->async_read_some(into, std::forward<Handler>(handler))
         : socket_.async_read_some(into, std::forward<Handler>(handler));
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& from, Handler&& handler) {
    tls_ ? tls_->async_write_some(from, std::forward<Handler>(handler))
         : socket_.async_write_some(from, std::forward<Handler>(handler));
  }

  /// Says that nothing more comes. `done` runs, with no bound in time, once that is said and, unless somebody else `is_read`ing sees to
  /// it, the other side has closed or sent too much: closed at once, it would lose what is still on its way to it.
  void part(bool is_read, std::function<void()> done);
  /// What is under way ends with operation_aborted.
  void cancel();
  void close();

 private:
  void linger(std::size_t budget, std::function<void()> done);

  boost::asio::ip::tcp::socket socket_;
  /// Outlives what is made of it, even when another has taken its place.
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  std::array<char, 4096> scratch_{};
};

} // namespace sinew::gateway
