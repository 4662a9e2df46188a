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
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <vector>

namespace shop {

class http_call;

/// What the calls of one client share. Owned by the client, touched by its thread only.
struct http_lane {
  explicit http_lane(const http_client_options& o) : options{o} {}

  const http_client_options& options;
  boost::asio::io_context io{1};
  std::vector<boost::beast::tcp_stream> idle{}; // destroyed before `io`, as are the calls that wait
  std::size_t in_use = 0;                       // connections
  std::deque<std::shared_ptr<http_call>> waiting{};
  std::minstd_rand jitter{std::random_device{}()};
};

/// One call from its first attempt to its answer. Lives as long as one of its handlers is pending.
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

  /// Takes a connection, or waits for one.
  void attempt();
  void begin_attempt();
  void give_back_connection();
  void reuse_connection();
  void connect();
  void send();
  void receive();
  void take_answer();
  void keep_connection();
  /// After a failed attempt: pause and try again, or give up.
  void try_again(const std::string& problem);
  void end(sinew::result<http_answer> answer);
  void end_at_deadline();

  http_lane& lane_;
  request request_;
  answer_handler done_;
  boost::asio::steady_timer deadline_;
  boost::asio::steady_timer pause_;
  boost::asio::ip::tcp::resolver resolver_;
  std::optional<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<response_parser> parser_;
  unsigned attempts_ = 0;
  bool sent_ = false; // at least once: the other side may have acted
  bool over_ = false;
  bool has_connection_ = false; // counted in `in_use`
};

} // namespace shop
