// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/kept_connections.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace sinew {

/// One call to another server: a connection, a request, an answer. Lives as long as one of its handlers is pending.
class http_call : public std::enable_shared_from_this<http_call> {
 public:
  using handler = std::function<void(http_outcome)>;

  http_call(std::shared_ptr<kept_connections> kept, http_question what, handler done);
  /// Gives up at `deadline`.
  void start(std::chrono::steady_clock::time_point deadline);

 private:
  using error_code = boost::system::error_code;
  using failure = http_failure::kind;
  using request = boost::beast::http::request<boost::beast::http::string_body>;
  using response_parser = boost::beast::http::response_parser<boost::beast::http::string_body>;

  // -- a connection
  auto reuse_connection() -> bool;
  void find_address();
  template <class Endpoints>
  void connect(const Endpoints& to);

  // -- a request and its answer
  void send();
  void receive();
  void on_answer();
  void on_broken(error_code why);

  // -- the end
  void end_at_deadline();
  void fail(failure how, const std::string& why);
  void end(http_outcome outcome);

  std::shared_ptr<kept_connections> kept_;
  http_url where_;
  request request_;
  handler done_;
  boost::asio::steady_timer deadline_;
  boost::asio::ip::tcp::resolver resolver_;
  kept_connections::socket socket_;
  boost::beast::flat_buffer buffer_;
  std::optional<response_parser> parser_;
  unsigned preliminary_ = 0; // answers that only announce another
  bool is_idempotent_;
  bool is_reused_ = false; // the connection had served another call before
  bool is_sent_ = false;   // the other side may have acted
  bool is_over_ = false;
};

} // namespace sinew
