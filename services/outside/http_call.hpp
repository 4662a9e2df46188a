// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "services/outside/http_client.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace shop {

/// What the calls of one client share. Owned by the client, touched by its thread only.
struct http_lane {
  explicit http_lane(const http_client_options& o) : options{o} {}

  const http_client_options& options;
  boost::asio::io_context io{1};
  std::vector<boost::beast::tcp_stream> idle{}; // destroyed before `io`
};

/// One call: a connection, a request, an answer. Lives as long as one of its handlers is pending.
///
/// A kept connection may have been closed by the other side in the very moment it is used (RFC 9112, 9.3.1):
/// then the request goes out once more on a fresh one, and only the failure of that is a failure of the party.
class http_call : public std::enable_shared_from_this<http_call> {
 public:
  /// Called exactly once, on the client's thread.
  using answer_handler = std::function<void(sinew::result<http_answer>)>;

  http_call(http_lane& lane, http_request what, answer_handler done);
  /// Gives up at `deadline`.
  void start(std::chrono::steady_clock::time_point deadline);

 private:
  using error_code = boost::system::error_code;
  using request = boost::beast::http::request<boost::beast::http::string_body>;
  using response_parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

  /// False: there is none that is still open.
  auto reuse_connection() -> bool;
  void connect();
  void send();
  void receive();
  void take_answer();
  void keep_connection();
  void on_broken(const std::string& problem);
  void end_unreached(const std::string& problem);
  void end(sinew::result<http_answer> answer);
  void end_at_deadline();

  http_lane& lane_;
  request request_;
  answer_handler done_;
  boost::asio::steady_timer deadline_;
  boost::asio::ip::tcp::resolver resolver_;
  std::optional<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<response_parser> parser_;
  bool kept_ = false; // the connection had served another call before
  bool sent_ = false; // the other side may have acted
  bool over_ = false;
};

} // namespace shop
