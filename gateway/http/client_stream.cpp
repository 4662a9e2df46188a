// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/client_stream.hpp"

#include <boost/asio/buffer.hpp>

namespace sinew::gateway {

namespace {

namespace asio = boost::asio;

constexpr std::size_t linger_budget = 4 * 1024 * 1024;

} // namespace

client_stream::client_stream(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> tls)
    : socket_{std::move(socket)}, context_{std::move(tls)} {
  error_code ignored; // only slower without
  socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
  if (context_)
    tls_.emplace(socket_, *context_);
}

auto client_stream::peer() const -> std::string {
  error_code gone;
  const auto where = socket_.remote_endpoint(gone);
  return gone ? std::string{} : where.address().to_string();
}

void client_stream::shake_hands(std::function<void(error_code)> done) {
  tls_->async_handshake(asio::ssl::stream_base::server, std::move(done));
}

void client_stream::part(bool is_read, std::function<void()> done) {
  const auto rest = [this, is_read, done = std::move(done)](error_code) {
    error_code ignored; // the other side may have gone already
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    is_read ? done() : linger(linger_budget, done);
  };
  // The answer to it may not come, or other bytes before it: all one, for it has been said.
  tls_ ? tls_->async_shutdown(rest) : rest({});
}

void client_stream::linger(std::size_t budget, std::function<void()> done) {
  socket_.async_read_some(asio::buffer(scratch_),
                          [this, budget, done = std::move(done)](error_code problem, std::size_t size) {
                            if (problem || size >= budget)
                              return done();
                            linger(budget - size, done);
                          });
}

void client_stream::cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void client_stream::close() {
  error_code ignored;
  socket_.close(ignored);
}

} // namespace sinew::gateway
