// SPDX-License-Identifier: Apache-2.0
#include "http/http_call.hpp"

#include "http/bad_http.hpp"

#include <boost/asio/connect.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <utility>

namespace sinew {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

// Beast reads ahead into it; a header must fit.
constexpr std::size_t read_ahead = 64 * 1024;
// 100 and 103 announce an answer; who sends many of them has none.
constexpr unsigned most_preliminary = 8;

auto text_of(boost::beast::string_view view) -> std::string {
  return {view.data(), view.size()};
}

auto is_idempotent(std::string_view method) -> bool {
  return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE";
}

} // namespace

http_call::http_call(std::shared_ptr<kept_connections> kept, http_question what, handler done)
    : kept_{std::move(kept)},
      where_{std::move(what.where)},
      done_{std::move(done)},
      deadline_{kept_->io()},
      resolver_{kept_->io()},
      socket_{kept_->io()},
      buffer_{read_ahead},
      is_idempotent_{is_idempotent(what.method)} {
  request_.version(11);
  request_.method_string(what.method);
  request_.target(what.target);
  for (const auto& [name, value] : what.headers)
    request_.insert(name, value);
  request_.set(http::field::host, where_.authority());
  request_.body() = std::move(what.body);
  request_.prepare_payload();
}

void http_call::start(std::chrono::steady_clock::time_point deadline) {
  deadline_.expires_at(deadline);
  deadline_.async_wait([self = shared_from_this()](error_code) {
    if (!self->is_over_)
      self->end_at_deadline();
  });
  reuse_connection() ? send() : find_address();
}

// -- a connection -----------------------------------------------------------------------------------------------------

auto http_call::reuse_connection() -> bool {
  if (!is_idempotent_)
    return false;
  auto kept = kept_->take(where_.authority());
  if (!kept)
    return false;
  socket_ = std::move(*kept);
  return is_reused_ = true;
}

void http_call::find_address() {
  error_code is_name;
  const auto address = asio::ip::make_address(where_.host, is_name);
  if (!is_name)
    return connect(std::array{asio::ip::tcp::endpoint{address, where_.port_number()}});
  resolver_.async_resolve(where_.host, where_.port,
                          [self = shared_from_this()](error_code problem, const auto& endpoints) {
                            if (self->is_over_)
                              return;
                            problem ? self->fail(failure::unreachable, "cannot resolve the name: " + problem.message())
                                    : self->connect(endpoints);
                          });
}

template <class Endpoints>
void http_call::connect(const Endpoints& to) {
  asio::async_connect(socket_, to, [self = shared_from_this()](error_code problem, const auto&) {
    if (self->is_over_)
      return;
    if (problem)
      return self->fail(failure::unreachable, "cannot connect: " + problem.message());
    error_code ignored; // only slower without
    self->socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    self->send();
  });
}

// -- a request and its answer -----------------------------------------------------------------------------------------

void http_call::send() {
  is_sent_ = true;
  http::async_write(socket_, request_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->is_over_)
      return;
    problem ? self->on_broken(problem) : self->receive();
  });
}

void http_call::receive() {
  parser_.emplace();
  parser_->header_limit(kept_->limits().header_size);
  parser_->body_limit(kept_->limits().body_size);
  parser_->skip(request_.method() == http::verb::head);
  http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->is_over_)
      return;
    problem ? self->on_broken(problem) : self->on_answer();
  });
}

void http_call::on_answer() {
  const auto status = parser_->get().result_int();
  if (status < 200 && status != 101 && ++preliminary_ <= most_preliminary)
    return receive();
  if (status < 200 || status > 599)
    return fail(failure::nonsense, "its answer has the status " + std::to_string(status));
  http_reply answer{.status = status, .headers = {}, .body = std::move(parser_->get().body())};
  for (const auto& field : parser_->get())
    answer.headers.push_back({text_of(field.name_string()), text_of(field.value())});
  // More than the answer: whatever that is, it would be taken for the next one.
  if (parser_->get().keep_alive() && buffer_.size() == 0)
    kept_->keep(where_.authority(), std::move(socket_));
  end(std::move(answer));
}

void http_call::on_broken(error_code why) {
  if (is_bad_http(why))
    return fail(failure::nonsense, "its answer cannot be read: " + why.message());
  if (!std::exchange(is_reused_, false))
    return fail(failure::broken, "the connection broke: " + why.message());
  error_code ignored;
  socket_.close(ignored);
  buffer_.clear();
  find_address();
}

// -- the end ----------------------------------------------------------------------------------------------------------

void http_call::end_at_deadline() {
  is_sent_ ? fail(failure::late, "no answer in time") : fail(failure::unreachable, "no connection in time");
}

void http_call::fail(failure how, const std::string& why) {
  // A kept connection may have brought the request there before the fresh one failed.
  const auto told = how == failure::unreachable && is_sent_ ? failure::broken : how;
  end(tl::unexpected{http_failure{told, where_.authority() + ": " + why}});
}

void http_call::end(http_outcome outcome) {
  is_over_ = true;
  deadline_.cancel();
  resolver_.cancel();
  error_code ignored;
  socket_.close(ignored); // what is pending ends, and sees that it is over
  const auto done = std::exchange(done_, nullptr);
  if (!kept_->is_closed())
    done(std::move(outcome));
}

} // namespace sinew
