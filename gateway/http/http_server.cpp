// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/http_server.hpp"

#include "gateway/http/http_session.hpp"

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sinew::gateway {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// When the machine is out of descriptors, trying again at once would only spin.
constexpr std::chrono::milliseconds accept_pause{100};
// Connections beyond the limit that are being told so; beyond these too, they are closed without a word.
constexpr std::size_t most_turned_away = 64;

} // namespace

class http_server::engine : public std::enable_shared_from_this<engine> {
 public:
  engine(asio::io_context& io, http_limits limits, http_handler handler)
      : acceptor_{io}, pause_{io}, host_{std::make_shared<session_host>()} {
    host_->limits = limits;
    host_->handler = std::move(handler);
  }

  auto listen(const std::string& address, std::uint16_t port) -> result<std::uint16_t> {
    error_code problem;
    const auto where = asio::ip::make_address(address, problem);
    if (problem)
      return fail(errc::invalid_input, fmt::format("'{}' is no address; say 127.0.0.1 or 0.0.0.0", address));
    const tcp::endpoint endpoint{where, port};
    acceptor_.open(endpoint.protocol(), problem);
    if (!problem)
      acceptor_.set_option(tcp::acceptor::reuse_address{true}, problem);
    if (!problem)
      acceptor_.bind(endpoint, problem);
    if (!problem)
      acceptor_.listen(asio::socket_base::max_listen_connections, problem);
    if (problem)
      return fail(errc::system_failure, fmt::format("cannot listen on {}:{}: {}", address, port, problem.message()));
    accept();
    return acceptor_.local_endpoint().port();
  }

  void secure(std::shared_ptr<asio::ssl::context> with) { host_->tls = std::move(with); }

  void drain(std::function<void()> done) {
    host_->is_draining = true;
    stop_accepting();
    for (const auto& session : sessions())
      session->drain();
    host_->on_closed = [self = weak_from_this(), done = std::move(done)] {
      const auto server = self.lock();
      if (server && server->host_->open.empty())
        asio::post(server->acceptor_.get_executor(), done);
    };
    host_->on_closed();
  }

  void close() {
    host_->on_closed = nullptr;
    host_->is_draining = true;
    stop_accepting();
    for (const auto& session : sessions())
      session->close();
  }

  [[nodiscard]] auto connections() const -> std::size_t { return host_->open.size(); }

 private:
  /// A copy: they leave the set while they are told.
  auto sessions() const -> std::vector<std::shared_ptr<http_session>> {
    return {host_->open.begin(), host_->open.end()};
  }

  void stop_accepting() {
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
  }

  void accept() {
    acceptor_.async_accept([self = shared_from_this()](error_code problem, tcp::socket socket) {
      if (!self->acceptor_.is_open())
        return;
      if (problem)
        return self->accept_later();
      self->welcome(std::move(socket));
      self->accept();
    });
  }

  void welcome(tcp::socket socket) {
    const auto open = host_->open.size();
    if (open >= host_->limits.connections + most_turned_away)
      return;
    const auto session = std::make_shared<http_session>(std::move(socket), host_);
    host_->open.insert(session);
    open < host_->limits.connections ? session->start() : session->turn_away();
  }

  void accept_later() {
    pause_.expires_after(accept_pause);
    pause_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled && self->acceptor_.is_open())
        self->accept();
    });
  }

  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::shared_ptr<session_host> host_;
};

http_server::http_server(asio::io_context& io, http_limits limits, http_handler handler)
    : engine_{std::make_shared<engine>(io, limits, std::move(handler))} {}

http_server::~http_server() {
  engine_->close();
}

auto http_server::listen(const std::string& address, std::uint16_t port) -> result<std::uint16_t> {
  return engine_->listen(address, port);
}

void http_server::secure(std::shared_ptr<asio::ssl::context> with) {
  engine_->secure(std::move(with));
}

void http_server::drain(std::function<void()> done) {
  engine_->drain(std::move(done));
}

auto http_server::connections() const -> std::size_t {
  return engine_->connections();
}

} // namespace sinew::gateway
