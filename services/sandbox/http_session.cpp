// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/http_session.hpp"

#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace shop {

namespace {

namespace http = boost::beast::http;

/// Why a request could not be read, as an answer; nothing where nobody is left to hear it.
auto answer_to(const boost::system::error_code& problem) -> std::optional<served_answer> {
  if (problem == http::error::header_limit)
    return served_answer{431, R"({"error":"the header is too large"})"};
  if (problem == http::error::body_limit)
    return served_answer{413, R"({"error":"the body is too large"})"};
  const auto is_bad_http = problem.category() == http::make_error_code(http::error::bad_method).category() &&
                           problem != http::error::end_of_stream && problem != http::error::partial_message;
  if (is_bad_http)
    return served_answer{400, R"({"error":"this is no HTTP"})"};
  return std::nullopt;
}

auto path_of(std::string_view target) -> std::string {
  return std::string{target.substr(0, target.find('?'))};
}

} // namespace

http_session::http_session(boost::asio::ip::tcp::socket socket, const http_server_limits& limits,
                           const request_handler& handler, std::shared_ptr<std::size_t> open)
    : stream_{std::move(socket)}, limits_{limits}, handler_{handler}, open_{std::move(open)} {
  ++*open_;
}

http_session::~http_session() {
  --*open_;
}

void http_session::read() {
  parser_.emplace();
  parser_->header_limit(limits_.header_size);
  parser_->body_limit(limits_.body_size);
  stream_.expires_after(limits_.patience);
  http::async_read(stream_, buffer_, *parser_,
                   [self = shared_from_this()](error_code problem, std::size_t) { self->on_read(problem); });
}

void http_session::on_read(error_code problem) {
  if (!problem)
    return handle();
  if (auto answer = answer_to(problem))
    return write(std::move(*answer), false);
  close();
}

void http_session::handle() {
  stream_.expires_never();
  const auto& request = parser_->get();
  const bool keep_alive = request.keep_alive();
  const auto text = [](auto view) { return std::string{view.data(), view.size()}; };
  handler_(
      {text(request.method_string()), path_of(text(request.target())), request.body()},
      [self = shared_from_this(), keep_alive](served_answer answer) { self->write(std::move(answer), keep_alive); });
}

void http_session::write(served_answer answer, bool keep_alive) {
  response_.emplace(static_cast<http::status>(answer.status), 11);
  response_->set(http::field::content_type, "application/json");
  response_->keep_alive(keep_alive);
  response_->body() = std::move(answer.body);
  response_->prepare_payload();
  stream_.expires_after(limits_.patience);
  http::async_write(stream_, *response_, [self = shared_from_this()](error_code problem, std::size_t) {
    if (problem || !self->response_->keep_alive())
      return self->close();
    self->read();
  });
}

void http_session::close() {
  error_code ignored; // the other side may have gone already
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
}

} // namespace shop
