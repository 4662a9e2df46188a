// SPDX-License-Identifier: Apache-2.0
#include "telemetry/otlp_endpoint.hpp"

#include "kernel/http_url.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <optional>
#include <utility>

namespace sinew {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using endpoints = asio::ip::tcp::resolver::results_type;

constexpr std::string_view usual_port = "4318";
constexpr std::string_view traces_path = "/v1/traces";
constexpr std::size_t largest_answer = 64 * 1024;

/// One POST, from resolving the name to the answer, on a loop of its own.
class post {
 public:
  post(const otlp_endpoint& where, std::string body) : where_{where} {
    request_.method(http::verb::post);
    request_.target(where.path);
    request_.set(http::field::host, where.authority());
    request_.set(http::field::user_agent, "sinew");
    request_.set(http::field::content_type, "application/json");
    request_.set(http::field::connection, "close");
    request_.body() = std::move(body);
    request_.prepare_payload();
    parser_.body_limit(largest_answer);
  }

  auto run(std::chrono::milliseconds patience) -> result<collector_answer> {
    stream_.expires_after(patience);
    find();
    io_.run_for(patience);
    if (!outcome_)
      return fail(errc::outcome_unknown, "no answer in time");
    return std::move(*outcome_);
  }

 private:
  // An address needs no resolver, whose thread could hold up the end of the process.
  void find() {
    error_code is_name;
    const auto address = asio::ip::make_address(where_.host, is_name);
    if (!is_name)
      return connect(endpoints::create({address, where_.port_number()}, where_.host, where_.port));
    resolver_.async_resolve(where_.host, where_.port, [this](error_code failed, const endpoints& found) {
      failed ? end(errc::unavailable, failed) : connect(found);
    });
  }
  void connect(const endpoints& found) {
    stream_.async_connect(found,
                          [this](error_code failed, const auto&) { failed ? end(errc::unavailable, failed) : send(); });
  }
  void send() {
    http::async_write(stream_, request_, [this](error_code failed, std::size_t) {
      failed ? end(errc::outcome_unknown, failed) : receive();
    });
  }
  void receive() {
    http::async_read(stream_, buffer_, parser_, [this](error_code failed, std::size_t) {
      if (failed)
        return end(errc::outcome_unknown, failed);
      auto answer = parser_.release();
      outcome_ = collector_answer{answer.result_int(), std::move(answer.body())};
    });
  }
  void end(errc code, const error_code& why) { outcome_ = fail(code, why.message()); }

  const otlp_endpoint& where_;
  asio::io_context io_{1};
  asio::ip::tcp::resolver resolver_{io_};
  beast::tcp_stream stream_{io_};
  beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response_parser<http::string_body> parser_;
  std::optional<result<collector_answer>> outcome_;
};

} // namespace

auto parse_otlp_endpoint(std::string_view url) -> result<otlp_endpoint> {
  return parse_http_url(url, usual_port)
      .map([](otlp_endpoint read) {
        read.path += traces_path;
        return read;
      })
      .map_error([url](const error& why) {
        return error{why.code, "'" + std::string{url} + "' is no address of a collector: " + why.what};
      });
}

auto post_to_collector(const otlp_endpoint& where, std::string body, std::chrono::milliseconds patience)
    -> result<collector_answer> {
  return post{where, std::move(body)}.run(patience);
}

} // namespace sinew
