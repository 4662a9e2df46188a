// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway_run.hpp"

#include "bridge/server_check.hpp"
#include "gateway/loop_in_asio.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>

namespace sinew::gateway {

namespace {

/// "127.0.0.1:8080", "[::1]:8080"
auto authority(const std::string& address, std::uint16_t port) -> std::string {
  return address.find(':') == std::string::npos ? fmt::format("{}:{}", address, port)
                                                : fmt::format("[{}]:{}", address, port);
}

/// One life of the process. Its members end in the reverse order: first the way in from Asio, then the connections, and only
/// then what their answers come from.
class serving {
 public:
  serving(const gateway_options& options, gatekeeper gate, client& with)
      : options_{options},
        with_{with},
        gate_{std::move(gate)},
        gateway_{with, gate_, {.cors_origins = options.cors_origins, .shop = options.shop}} {}

  auto run() -> result<void> {
    auto started = secure().and_then([this] { return check_broker(); }).and_then([this] { return gateway_.start(); });
    if (!started || is_stopping_)
      return started;
    const auto port = server_.listen(options_.address, options_.port);
    if (!port)
      return tl::unexpected{port.error()};
    fmt::print("gateway ready url={}://{}\n", options_.tls.are_given() ? "https" : "http",
               authority(options_.address, *port));
    std::fflush(stdout);
    heed_changes();
    io_.run();
    return {};
  }

  void stop() {
    if (is_stopping_) {
      spdlog::warn("stopping at once");
      return io_.stop();
    }
    is_stopping_ = true;
    spdlog::info("draining {} connections", server_.connections());
    with_.where().after(options_.drain, [this] {
      spdlog::warn("stopping with {} connections open", server_.connections());
      io_.stop();
    });
    server_.drain([this] { io_.stop(); });
  }

 private:
  /// SIGHUP: what came from files has changed.
  void heed_changes() {
    hang_up_.async_wait([this](boost::system::error_code cancelled, int) {
      if (cancelled)
        return;
      reread("keys", gate_.reread_keys());
      reread("certificate", secure());
      heed_changes();
    });
  }

  static void reread(std::string_view what, const result<void>& how) {
    how ? spdlog::info("read again: {}", what) : spdlog::error("stays as it was: {}: {}", what, how.error().what);
  }

  /// For the connections that come from now on, if they are to be secure.
  auto secure() -> result<void> {
    if (!options_.tls.are_given())
      return {};
    return load_tls(options_.tls).map([this](auto context) { server_.secure(std::move(context)); });
  }

  auto check_broker() -> result<void> {
    return with_.await<void>([this](completion<void> done) { check_server(with_.broker(), std::move(done)); });
  }

  const gateway_options& options_;
  client& with_;
  gatekeeper gate_;
  gateway gateway_;
  boost::asio::io_context io_{1}; // one thread runs it
  boost::asio::signal_set hang_up_{io_, SIGHUP};
  http_server server_{io_, options_.limits,
                      [this](const std::shared_ptr<const http_request>& asked, http_answer answer) {
                        gateway_.handle(asked, std::move(answer));
                        inside_.turn_soon();
                      }};
  loop_in_asio inside_{io_, with_.where(), with_.poller()};
  bool is_stopping_ = false;
};

} // namespace

auto run_gateway(const gateway_options& options) -> result<void> {
  auto gate = gatekeeper::open(options.gate);
  if (!gate)
    return tl::unexpected{gate.error()};
  if (options.gate.anyone)
    spdlog::warn("nobody is asked for a token: whoever reaches this may do everything");
  serving* running = nullptr;
  auto with = client::open(
      options.nats,
      [&running] {
        if (running != nullptr)
          running->stop();
      },
      options.node);
  if (!with)
    return tl::unexpected{with.error()};
  serving life{options, std::move(*gate), **with};
  running = &life;
  auto ended = life.run();
  running = nullptr;
  (*with)->broker().close();
  return ended;
}

} // namespace sinew::gateway
