// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/sandbox/http_server.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <optional>

namespace shop {

/// One connection: read a request, have it answered, write the answer, again. Lives as long as one of its handlers, or an
/// answer somebody still owes it.
class http_session : public std::enable_shared_from_this<http_session> {
 public:
  /// `limits` and `handler` must outlive it; it counts itself in `*open`.
  http_session(boost::asio::ip::tcp::socket socket, const http_server_limits& limits, const request_handler& handler,
               std::shared_ptr<std::size_t> open);
  ~http_session();
  http_session(const http_session&) = delete;
  auto operator=(const http_session&) -> http_session& = delete;

  void read();

 private:
  using error_code = boost::system::error_code;
  using request_parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using response = boost::beast::http::response<boost::beast::http::string_body>;

  void on_read(error_code problem);
  void handle();
  void write(served_answer answer, bool keep_alive);
  void close();

  boost::beast::tcp_stream stream_;
  const http_server_limits& limits_;
  const request_handler& handler_;
  std::shared_ptr<std::size_t> open_;
  boost::beast::flat_buffer buffer_;
  std::optional<request_parser> parser_;
  std::optional<response> response_;
};

} // namespace shop
