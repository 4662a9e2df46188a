// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/http/client_stream.hpp"
#include "gateway/http/http_head.hpp"
#include "gateway/http/http_server.hpp"
#include "gateway/http/moving_deadline.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/request_reading.hpp"
#include "gateway/http/stream_backlog.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace sinew::gateway {

class http_session;

/// What the connections of one server share. It owns them until they have closed.
struct session_host {
  http_limits limits;
  http_handler handler;
  bool is_draining = false;
  /// Set: connections that come are secured with it.
  std::shared_ptr<boost::asio::ssl::context> tls;
  /// Bytes that the bodies of requests take or may take.
  std::uint64_t bodies_size = 0;
  std::unordered_set<std::shared_ptr<http_session>> open;
  /// Called whenever one has closed.
  std::function<void()> on_closed;
};

/// One connection: reads a request, has it answered, writes the answer, again. Whoever owes it an answer or writes a
/// stream does not keep it alive: the host does, until it closes. One thread.
class http_session : public std::enable_shared_from_this<http_session> {
 public:
  http_session(boost::asio::ip::tcp::socket socket, std::shared_ptr<session_host> host);

  void start();
  /// Answers 503, or nothing where that would cost more than a word, and closes: there are too many.
  void turn_away();
  /// Closes when idle; else after the answer that is owed. A stream ends.
  void drain();
  /// At once, without a word.
  void close();

 private:
  using error_code = boost::system::error_code;
  class reply;
  class body_stream;
  enum class phase : std::uint8_t { greeting, idle, reading, answering, writing, streaming, lingering, closed };

  // -- reading
  void await_request();
  void read_header();
  /// Nearly every request has come whole with the first read: then nothing needs to wait. need_more: it has not.
  auto parse_what_is_here() -> error_code;
  void on_header(error_code problem);
  void read_body();
  /// False: there is no room for one more body.
  auto reserve_body() -> bool;
  void release_body();
  void on_body(error_code problem);
  void on_read_failed(error_code problem);

  // -- answering
  void handle();
  void answer(http_response response);
  void refuse(const problem& why);
  void write(http_response response);
  void on_written();
  void begin_stream(const http_response& response);

  // -- a stream
  auto stream_write(std::string_view piece) -> bool;
  void stream_end();
  void watch_reader();
  /// Sends what waits, unless something is on its way: what waits follows behind it.
  void flush_stream();
  void send_piece(std::string piece);
  /// The reader is gone, or the server drains: tells who writes.
  void tell_stream_end();

  /// The current phase takes too long.
  void on_expired();

  /// Nothing more comes from us: closes once the other side has what is on its way.
  void finish();

  client_stream stream_;
  std::string peer_;
  std::shared_ptr<session_host> host_;
  moving_deadline deadline_;
  bool timed_out_ = false;
  std::uint64_t reserved_ = 0;
  phase phase_ = phase::greeting;
  boost::beast::flat_buffer buffer_;
  std::optional<request_parser> parser_;
  std::array<char, 4096> scratch_{};

  bool keep_alive_ = true;
  bool is_head_ = false;
  bool is_http_10_ = false;
  std::string head_;
  std::string body_;

  // Of a stream.
  std::optional<stream_backlog> backlog_;
  std::string leaving_;
  std::function<void()> on_stream_end_;
};

} // namespace sinew::gateway
