// SPDX-License-Identifier: Apache-2.0
#include "services/sandbox/http_server.hpp"

#include "services/sandbox/http_session.hpp"

namespace shop {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

} // namespace

http_server::http_server(boost::asio::io_context& io, http_server_limits limits, request_handler handler)
    : acceptor_{io}, pause_{io}, limits_{limits}, handler_{std::move(handler)} {}

auto http_server::listen(std::uint16_t port) -> sinew::result<std::uint16_t> {
  const tcp::endpoint where{boost::asio::ip::address_v4::loopback(), port};
  error_code problem;
  acceptor_.open(where.protocol(), problem);
  if (!problem)
    acceptor_.set_option(tcp::acceptor::reuse_address{true}, problem);
  if (!problem)
    acceptor_.bind(where, problem);
  if (!problem)
    acceptor_.listen(boost::asio::socket_base::max_listen_connections, problem);
  if (problem)
    return sinew::fail(sinew::errc::system_failure,
                       "cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + problem.message());
  accept();
  return acceptor_.local_endpoint().port();
}

void http_server::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void http_server::accept() {
  acceptor_.async_accept([this](error_code problem, tcp::socket socket) {
    if (!acceptor_.is_open())
      return;
    if (problem)
      return accept_later();
    if (*open_ < limits_.connections)
      std::make_shared<http_session>(std::move(socket), limits_, handler_, open_)->read();
    accept();
  });
}

// The machine is out of something, descriptors perhaps: trying again at once would only spin.
void http_server::accept_later() {
  pause_.expires_after(std::chrono::milliseconds{100});
  pause_.async_wait([this](error_code cancelled) {
    if (!cancelled && acceptor_.is_open())
      accept();
  });
}

} // namespace shop
