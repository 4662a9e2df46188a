// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/http_session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>

#include <utility>

namespace sinew::gateway {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using namespace std::chrono_literals;

// Beast reads ahead into it; a header must fit.
constexpr std::size_t read_ahead = 64 * 1024;
constexpr auto linger_time = 2s;

} // namespace

/// The answer that is owed for one request. Given up unanswered, the connection closes.
class http_session::reply {
 public:
  explicit reply(std::weak_ptr<http_session> to) : to_{std::move(to)} {}
  reply(const reply&) = delete;
  auto operator=(const reply&) -> reply& = delete;
  ~reply() {
    if (const auto session = to_.lock())
      session->close();
  }

  void give(http_response response) {
    if (const auto session = std::exchange(to_, {}).lock())
      session->answer(std::move(response));
  }

 private:
  std::weak_ptr<http_session> to_;
};

/// What the writer of a stream holds.
class http_session::body_stream final : public http_stream {
 public:
  explicit body_stream(std::weak_ptr<http_session> to) : to_{std::move(to)} {}

  auto write(std::string_view piece) -> bool override {
    const auto session = to_.lock();
    return session != nullptr && session->stream_write(piece);
  }
  void end() override {
    if (const auto session = to_.lock())
      session->stream_end();
  }
  void on_end(std::function<void()> h) override {
    if (const auto session = to_.lock())
      session->on_stream_end_ = std::move(h);
  }

 private:
  std::weak_ptr<http_session> to_;
};

http_session::http_session(asio::ip::tcp::socket socket, std::shared_ptr<session_host> host)
    : stream_{std::move(socket), host->tls},
      peer_{stream_.peer()},
      host_{std::move(host)},
      deadline_{stream_.get_executor(), [this] { on_expired(); }},
      buffer_{read_ahead} {}

void http_session::start() {
  if (!stream_.is_secure())
    return await_request();
  deadline_.move_by(host_->limits.header_time);
  stream_.shake_hands([self = shared_from_this()](error_code problem) {
    problem || self->phase_ == phase::closed ? self->close() : self->await_request();
  });
}

void http_session::turn_away() {
  if (stream_.is_secure())
    return close();
  refuse({503, "too_many_connections", "too many connections are open; try again later", {}, 1s});
}

// -- reading ----------------------------------------------------------------------------------------------------------

void http_session::await_request() {
  if (host_->is_draining)
    return close();
  if (buffer_.size() > 0) // the client did not wait for the last answer
    return read_header();
  phase_ = phase::idle;
  deadline_.move_by(host_->limits.idle_time);
  stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](error_code problem, std::size_t size) {
    if (problem || self->phase_ == phase::closed) // closed while this was on its way
      return self->close();
    self->buffer_.commit(size);
    self->read_header();
  });
}

void http_session::read_header() {
  phase_ = phase::reading;
  timed_out_ = false;
  parser_.emplace();
  parser_->header_limit(host_->limits.header_size);
  parser_->body_limit(host_->limits.body_size);
  const auto problem = parse_what_is_here();
  if (problem != http::error::need_more)
    return on_header(problem);
  deadline_.move_by(host_->limits.header_time);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](error_code failed, std::size_t) { self->on_header(failed); });
}

auto http_session::parse_what_is_here() -> error_code {
  error_code problem;
  buffer_.consume(parser_->put(buffer_.data(), problem));
  return problem;
}

void http_session::on_header(error_code problem) {
  if (phase_ == phase::closed)
    return;
  if (problem)
    return on_read_failed(problem);
  keep_alive_ = parser_->keep_alive();
  is_http_10_ = parser_->get().version() < 11;
  is_head_ = parser_->get().method() == http::verb::head;
  if (const auto fault = fault_in(*parser_))
    return refuse(*fault);
  if (!reserve_body())
    return refuse({503, "overloaded", "too many large requests are under way; try again later", {}, 1s});
  const bool waits = parser_->get().find(http::field::expect) != parser_->get().end() && !is_http_10_;
  if (parser_->is_done() || !waits)
    return read_body();
  head_ = "HTTP/1.1 100 Continue\r\n\r\n";
  deadline_.move_by(host_->limits.write_time);
  asio::async_write(stream_, asio::buffer(head_), [self = shared_from_this()](error_code failed, std::size_t) {
    failed || self->phase_ == phase::closed ? self->close() : self->read_body();
  });
}

auto http_session::reserve_body() -> bool {
  const auto told = parser_->content_length();
  const auto size = parser_->is_done() ? 0 : told ? *told : host_->limits.body_size;
  if (host_->bodies_size + size > host_->limits.bodies_size)
    return false;
  host_->bodies_size += size;
  reserved_ = size;
  return true;
}

void http_session::release_body() {
  host_->bodies_size -= std::exchange(reserved_, 0);
}

void http_session::read_body() {
  const auto problem = parser_->is_done() || buffer_.size() == 0 ? error_code{} : parse_what_is_here();
  if (parser_->is_done() || (problem && problem != http::error::need_more))
    return on_body(problem);
  deadline_.move_by(host_->limits.body_time);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](error_code failed, std::size_t) { self->on_body(failed); });
}

void http_session::on_body(error_code problem) {
  if (phase_ == phase::closed)
    return;
  problem ? on_read_failed(problem) : handle();
}

void http_session::on_read_failed(error_code why) {
  if (timed_out_ && why == asio::error::operation_aborted)
    return refuse({408, "request_too_slow", "the request did not come in time"});
  if (const auto told = problem_of_reading(why))
    return refuse(*told);
  close();
}

// -- answering --------------------------------------------------------------------------------------------------------

void http_session::handle() {
  phase_ = phase::answering;
  deadline_.clear();
  const auto owed = std::make_shared<reply>(weak_from_this());
  auto asked = read_request(*parser_);
  asked->peer = peer_;
  asked->is_secure = stream_.is_secure();
  host_->handler(std::move(asked), [owed](http_response response) { owed->give(std::move(response)); });
}

void http_session::answer(http_response response) {
  if (phase_ != phase::answering)
    return;
  write(std::move(response));
}

void http_session::refuse(const problem& why) {
  keep_alive_ = false;
  write(to_response(why, {}));
}

void http_session::write(http_response response) {
  phase_ = phase::writing;
  // A stream's end is the connection's: so what a client sends meanwhile need not be kept.
  keep_alive_ = keep_alive_ && !host_->is_draining && !(response.stream && !is_head_);
  if (response.stream && !is_head_)
    return begin_stream(response);
  // Nobody knows how long a stream would become.
  const bool has_none = response.status == 204 || response.status == 304 || response.stream;
  head_ = head_text(response, {.framing = has_none ? body_framing::none : body_framing::length,
                               .length = response.body.size(),
                               .keep_alive = keep_alive_,
                               .is_http_10 = is_http_10_,
                               .now = std::chrono::system_clock::now()});
  body_ = has_none || is_head_ ? std::string{} : std::move(response.body);
  deadline_.move_by(host_->limits.write_time);
  const std::array<asio::const_buffer, 2> whole{asio::buffer(head_), asio::buffer(body_)};
  asio::async_write(stream_, whole, [self = shared_from_this()](error_code failed, std::size_t) {
    failed ? self->close() : self->on_written();
  });
}

void http_session::on_written() {
  if (phase_ == phase::closed)
    return;
  parser_.reset();
  release_body();
  if (!keep_alive_)
    return finish();
  await_request();
}

// -- streams ----------------------------------------------------------------------------------------------------------

void http_session::begin_stream(const http_response& response) {
  phase_ = phase::streaming;
  backlog_.emplace(host_->limits.stream_backlog, !is_http_10_);
  send_piece(head_text(response, {.framing = is_http_10_ ? body_framing::until_close : body_framing::chunked,
                                  .keep_alive = false,
                                  .is_http_10 = is_http_10_,
                                  .now = std::chrono::system_clock::now()}));
  watch_reader();
  response.stream(std::make_shared<body_stream>(weak_from_this()));
}

auto http_session::stream_write(std::string_view piece) -> bool {
  if (phase_ != phase::streaming || backlog_->has_ended())
    return false;
  if (!backlog_->add(piece)) {
    close();
    return false;
  }
  flush_stream();
  return true;
}

void http_session::stream_end() {
  if (phase_ != phase::streaming)
    return;
  on_stream_end_ = nullptr;
  backlog_->end();
  flush_stream();
}

void http_session::flush_stream() {
  if (!leaving_.empty())
    return;
  if (auto waiting = backlog_->take(); !waiting.empty())
    return send_piece(std::move(waiting));
  if (backlog_->has_ended())
    return finish();
  deadline_.clear();
}

void http_session::send_piece(std::string piece) {
  leaving_ = std::move(piece);
  deadline_.move_by(host_->limits.write_time);
  asio::async_write(stream_, asio::buffer(leaving_), [self = shared_from_this()](error_code failed, std::size_t) {
    if (failed || self->phase_ != phase::streaming)
      return self->close();
    self->leaving_.clear();
    self->flush_stream();
  });
}

void http_session::watch_reader() {
  stream_.async_read_some(asio::buffer(scratch_), [self = shared_from_this()](error_code problem, std::size_t) {
    if (self->phase_ != phase::streaming)
      return;
    problem ? self->close() : self->watch_reader();
  });
}

void http_session::tell_stream_end() {
  if (const auto tell = std::exchange(on_stream_end_, nullptr))
    tell();
}

// -- the end ----------------------------------------------------------------------------------------------------------

void http_session::drain() {
  if (phase_ == phase::idle)
    return close();
  if (phase_ != phase::streaming)
    return; // the answer will say that the connection closes
  tell_stream_end();
  stream_end();
}

void http_session::finish() {
  const bool is_read = phase_ == phase::streaming; // a read is pending, and sees the other side close
  phase_ = phase::lingering;
  deadline_.move_by(linger_time);
  stream_.part(is_read, [self = shared_from_this()] { self->close(); });
}

void http_session::on_expired() {
  if (phase_ != phase::reading)
    return close();
  timed_out_ = true;
  stream_.cancel(); // the read fails, and says why
}

void http_session::close() {
  if (std::exchange(phase_, phase::closed) == phase::closed)
    return;
  const auto self = shared_from_this(); // the host may hold the last other reference
  stream_.close();
  deadline_.clear();
  tell_stream_end();
  release_body();
  host_->open.erase(self);
  if (host_->on_closed)
    host_->on_closed();
}

} // namespace sinew::gateway
