// SPDX-License-Identifier: Apache-2.0
#include "services/outside/http_call.hpp"

#include "actors/backoff.hpp"

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

auto described(const http_address& where) -> std::string {
  return where.host + ":" + where.port;
}

} // namespace

http_call::http_call(http_lane& lane, http_request what, answer_handler done)
    : lane_{lane},
      request_{beast_verb(what.what), what.path, 11, std::move(what.body)},
      done_{std::move(done)},
      deadline_{lane.io},
      pause_{lane.io},
      resolver_{lane.io} {
  request_.set(http::field::host, described(lane.options.where));
  request_.set(http::field::user_agent, "sinew");
  request_.set(http::field::accept, "application/json");
  if (!request_.body().empty())
    request_.set(http::field::content_type, "application/json");
  request_.prepare_payload();
}

void http_call::start(std::chrono::steady_clock::time_point deadline) {
  deadline_.expires_at(deadline);
  deadline_.async_wait([self = shared_from_this()](error_code) {
    if (!self->over_)
      self->end_at_deadline();
  });
  attempt();
}

void http_call::attempt() {
  if (lane_.in_use >= lane_.options.connections)
    return lane_.waiting.push_back(shared_from_this());
  begin_attempt();
}

void http_call::begin_attempt() {
  ++lane_.in_use;
  has_connection_ = true;
  ++attempts_;
  // A kept connection may have been closed by the other side meanwhile: a repetition starts with a fresh one.
  if (attempts_ == 1 && !lane_.idle.empty())
    reuse_connection();
  else
    connect();
}

void http_call::reuse_connection() {
  stream_.emplace(std::move(lane_.idle.back()));
  lane_.idle.pop_back();
  send();
}

void http_call::connect() {
  stream_.emplace(lane_.io);
  const auto& where = lane_.options.where;
  const auto on_connected = [self = shared_from_this()](error_code problem, const auto&) {
    if (self->over_)
      return;
    problem ? self->try_again("cannot connect: " + problem.message()) : self->send();
  };
  resolver_.async_resolve(where.host, where.port,
                          [self = shared_from_this(), on_connected](error_code problem, const auto& endpoints) {
                            if (self->over_)
                              return;
                            if (problem)
                              return self->try_again("cannot resolve the name: " + problem.message());
                            self->stream_->async_connect(endpoints, on_connected);
                          });
}

void http_call::send() {
  sent_ = true;
  http::async_write(*stream_, request_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->over_)
      return;
    problem ? self->try_again("the connection broke: " + problem.message()) : self->receive();
  });
}

void http_call::receive() {
  buffer_.clear();
  parser_.emplace();
  parser_->body_limit(lane_.options.answer_size);
  http::async_read(*stream_, buffer_, *parser_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->over_)
      return;
    problem ? self->try_again("the connection broke: " + problem.message()) : self->take_answer();
  });
}

void http_call::take_answer() {
  auto answer = parser_->release();
  if (answer.keep_alive())
    keep_connection();
  stream_.reset();
  give_back_connection();
  if (answer.result_int() >= 500)
    return try_again("it answers " + std::to_string(answer.result_int()));
  end(http_answer{answer.result_int(), std::move(answer.body())});
}

void http_call::give_back_connection() {
  if (!std::exchange(has_connection_, false))
    return;
  --lane_.in_use;
  while (!lane_.waiting.empty()) {
    const auto next = lane_.waiting.front();
    lane_.waiting.pop_front();
    if (!next->over_)
      return next->begin_attempt();
  }
}

void http_call::keep_connection() {
  if (lane_.idle.size() < lane_.options.idle_connections)
    lane_.idle.push_back(std::move(*stream_));
}

void http_call::try_again(const std::string& problem) {
  stream_.reset();
  give_back_connection();
  const auto& options = lane_.options;
  if (attempts_ >= options.attempts)
    return end(fail(errc::unavailable, described(options.where) + " did not serve us in " + std::to_string(attempts_) +
                                           " attempts: " + problem));
  pause_.expires_after(sinew::backoff(options.first_backoff, options.longest_backoff, attempts_, lane_.jitter()));
  pause_.async_wait([self = shared_from_this()](error_code) {
    if (!self->over_)
      self->attempt();
  });
}

void http_call::end(sinew::result<http_answer> answer) {
  over_ = true;
  deadline_.cancel();
  done_(std::move(answer));
}

void http_call::end_at_deadline() {
  resolver_.cancel();
  pause_.cancel();
  if (stream_)
    stream_->close(); // and kept until the aborted handler has seen it
  over_ = true;
  give_back_connection();
  end(sent_ ? fail(errc::outcome_unknown, described(lane_.options.where) + " did not answer in time")
            : fail(errc::unavailable, described(lane_.options.where) + " could not be reached in time"));
}

} // namespace shop
