// SPDX-License-Identifier: Apache-2.0
#include "services/outside/http_call.hpp"

#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace shop {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using sinew::errc;
using sinew::fail;

auto beast_verb(http_request::verb verb) -> http::verb {
  switch (verb) {
    case http_request::verb::get: return http::verb::get;
    case http_request::verb::put: return http::verb::put;
    case http_request::verb::del: return http::verb::delete_;
  }
  return http::verb::get;
}

/// The other side has neither closed it nor said anything unasked.
auto is_quiet(boost::beast::tcp_stream& kept) -> bool {
  char byte = 0;
  boost::system::error_code problem;
  kept.socket().non_blocking(true, problem);
  kept.socket().receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, problem);
  return problem == asio::error::would_block;
}

} // namespace

http_call::http_call(http_lane& lane, http_request what, answer_handler done)
    : lane_{lane},
      request_{beast_verb(what.what), what.path, 11, std::move(what.body)},
      done_{std::move(done)},
      deadline_{lane.io},
      resolver_{lane.io} {
  request_.set(http::field::host, lane.options.where.authority());
  request_.set(http::field::user_agent, "sinew");
  request_.set(http::field::accept, "application/json");
  if (!request_.body().empty())
    request_.set(http::field::content_type, "application/json");
  if (!what.trace.empty())
    request_.set("traceparent", what.trace);
  request_.prepare_payload();
}

void http_call::start(std::chrono::steady_clock::time_point deadline) {
  deadline_.expires_at(deadline);
  deadline_.async_wait([self = shared_from_this()](error_code) {
    if (!self->over_)
      self->end_at_deadline();
  });
  reuse_connection() ? send() : connect();
}

auto http_call::reuse_connection() -> bool {
  while (!lane_.idle.empty()) {
    stream_.emplace(std::move(lane_.idle.back()));
    lane_.idle.pop_back();
    if (is_quiet(*stream_))
      return kept_ = true;
  }
  return false;
}

void http_call::connect() {
  kept_ = false;
  stream_.emplace(lane_.io);
  const auto& where = lane_.options.where;
  const auto on_connected = [self = shared_from_this()](error_code problem, const auto&) {
    if (self->over_)
      return;
    problem ? self->end_unreached("cannot connect: " + problem.message()) : self->send();
  };
  resolver_.async_resolve(where.host, where.port,
                          [self = shared_from_this(), on_connected](error_code problem, const auto& endpoints) {
                            if (self->over_)
                              return;
                            if (problem)
                              return self->end_unreached("cannot resolve the name: " + problem.message());
                            self->stream_->async_connect(endpoints, on_connected);
                          });
}

void http_call::send() {
  sent_ = true;
  http::async_write(*stream_, request_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->over_)
      return;
    problem ? self->on_broken(problem.message()) : self->receive();
  });
}

void http_call::receive() {
  buffer_.clear();
  parser_.emplace();
  parser_->body_limit(lane_.options.answer_size);
  http::async_read(*stream_, buffer_, *parser_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->over_)
      return;
    problem ? self->on_broken(problem.message()) : self->take_answer();
  });
}

void http_call::take_answer() {
  auto answer = parser_->release();
  if (answer.keep_alive())
    keep_connection();
  stream_.reset();
  const auto status = answer.result_int();
  if (status < 500)
    return end(http_answer{status, std::move(answer.body())});
  const auto code = status == 503 ? errc::unavailable : errc::outcome_unknown;
  end(fail(code, lane_.options.where.authority() + " answers " + std::to_string(status)));
}

void http_call::keep_connection() {
  if (lane_.idle.size() < lane_.options.idle_connections)
    lane_.idle.push_back(std::move(*stream_));
}

void http_call::on_broken(const std::string& problem) {
  stream_.reset();
  if (kept_)
    return connect();
  end(fail(errc::outcome_unknown, "the connection to " + lane_.options.where.authority() + " broke: " + problem));
}

/// Nothing was sent on a fresh connection; on a kept one before it, perhaps.
void http_call::end_unreached(const std::string& problem) {
  const auto code = sent_ ? errc::outcome_unknown : errc::unavailable;
  end(fail(code, lane_.options.where.authority() + ": " + problem));
}

void http_call::end(sinew::result<http_answer> answer) {
  over_ = true;
  deadline_.cancel();
  done_(std::move(answer));
}

void http_call::end_at_deadline() {
  resolver_.cancel();
  if (stream_)
    stream_->close(); // and kept until the aborted handler has seen it
  end(sent_ ? fail(errc::outcome_unknown, lane_.options.where.authority() + " did not answer in time")
            : fail(errc::unavailable, lane_.options.where.authority() + " could not be reached in time"));
}

} // namespace shop
