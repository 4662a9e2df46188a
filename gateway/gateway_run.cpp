// SPDX-License-Identifier: Apache-2.0
#include "gateway/gateway_run.hpp"

#include "bridge/server_check.hpp"
#include "bridge/watch_pages.hpp"
#include "gateway/http/upstream_client.hpp"
#include "gateway/loop_in_asio.hpp"
#include "kernel/http_url.hpp"
#include "telemetry/process_figures.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <cstdio>
#include <string>

namespace sinew::gateway {

namespace {

/// One life of the process. Its members end in the reverse order: first the way in from Asio, then the connections, and only
/// then what their answers come from.
class serving {
 public:
  serving(const gateway_options& options, gatekeeper gate, client& with, otlp_exporter* exporter)
      : options_{options},
        with_{with},
        exporter_{exporter},
        gate_{std::move(gate)},
        gateway_{with,
                 gate_,
                 {.cors_origins = options.cors_origins,
                  .shop = options.shop,
                  .watched_by = {exporter, options.watched.metrics_port ? &figures_ : nullptr},
                  .node = options.node,
                  .upstream = [this](upstream_request what, auto patience, auto done) {
                    ask_upstream(std::move(what), patience, std::move(done));
                  }}} {}

  auto run() -> result<void> {
    auto started = secure()
                       .and_then([this] { return check_broker(); })
                       .and_then([this] { return gateway_.start(); })
                       .and_then([this] { return show_pages(); });
    if (started)
      await_its_way();
    if (!started || is_stopping_)
      return started;
    const auto port = server_.listen(options_.address, options_.port);
    if (!port)
      return tl::unexpected{port.error()};
    fmt::print("gateway ready url={}://{}\n", options_.tls.are_given() ? "https" : "http",
               http_url{options_.address, std::to_string(*port), {}}.authority());
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
  /// Answers come from one of Asio's handlers, and are about what lives on the loop.
  void ask_upstream(upstream_request what, std::chrono::milliseconds patience,
                    std::function<void(upstream_outcome)> done) {
    upstreams_.send(std::move(what), patience, [this, done = std::move(done)](upstream_outcome got) {
      inside_.turn_soon();
      done(std::move(got));
    });
  }

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

  /// So that nobody who comes at once is sent away for it. After a while it opens all the same: /healthz and /readyz are worth having,
  /// and the rest answers 503 until then.
  void await_its_way() {
    const auto knows = [this] { return is_stopping_ || gateway_.knows_its_way(); };
    if (!with_.where().run_until(knows, client::answer_patience))
      spdlog::warn("it is not known yet who serves what; requests are answered 503 meanwhile");
  }

  auto show_pages() -> result<void> {
    if (!options_.watched.metrics_port)
      return {};
    watched_process shown{.ready =
                              [this](const auto& tell) {
                                const auto [is_ready, details] = gateway_.readiness();
                                tell({.is_ready = is_ready, .details = details.dump()});
                              },
                          .metrics = [this](const auto& tell) { tell(metrics()); }};
    return watch_pages::open(
               options_.watched.metrics_address, *options_.watched.metrics_port,
               [this](loop::work w) { with_.where().post(std::move(w)); }, std::move(shown))
        .map([this](std::unique_ptr<watch_pages> pages) {
          pages_ = std::move(pages);
          spdlog::info("metrics at http://{}:{}/metrics", options_.watched.metrics_address, pages_->port());
        });
  }

  auto metrics() -> std::string {
    metric_page page;
    figures_.write(page);
    gauge open;
    open.set(static_cast<double>(server_.connections()));
    page.add_single("sinew_http_connections", "Connections open just now", open);
    gauge broker;
    broker.set(with_.broker().is_connected() ? 1 : 0);
    page.add_single("sinew_broker_connected", "1 while the connection to the broker stands", broker);
    write_process_figures(page);
    if (exporter_ != nullptr)
      exporter_->write(page);
    return page.take();
  }

  const gateway_options& options_;
  client& with_;
  otlp_exporter* exporter_; // null: nobody traces
  gateway_figures figures_;
  gatekeeper gate_;
  gateway gateway_;
  boost::asio::io_context io_{1}; // one thread runs it
  boost::asio::signal_set hang_up_{io_, SIGHUP};
  http_server server_{io_, options_.limits,
                      [this](const std::shared_ptr<const http_request>& asked, http_answer answer) {
                        inside_.turn_soon();
                        gateway_.handle(asked, std::move(answer));
                      }};
  upstream_client upstreams_{io_, {}};
  loop_in_asio inside_{io_, with_.where(), with_.poller()};
  bool is_stopping_ = false;
  std::unique_ptr<watch_pages> pages_; // null: nobody looks
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
  const auto exporter = make_exporter(options.watched, "gateway", options.node, SINEW_VERSION);
  if (!exporter)
    return tl::unexpected{exporter.error()};
  serving life{options, std::move(*gate), **with, exporter->get()};
  running = &life;
  auto ended = life.run();
  running = nullptr;
  (*with)->broker().close();
  return ended;
}

} // namespace sinew::gateway
