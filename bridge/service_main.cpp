// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_main.hpp"

#include "actors/epoll_poller.hpp"
#include "actors/node.hpp"
#include "bridge/jetstream.hpp"
#include "bridge/jetstream_log_feed.hpp"
#include "bridge/machine.hpp"
#include "bridge/name_check.hpp"
#include "bridge/service_options.hpp"
#include "bridge/termination.hpp"
#include "bridge/watch_pages.hpp"
#include "projection/projections.hpp"
#include "telemetry/process_figures.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>

namespace sinew {

namespace {

enum exit_code : int { stopped = 0, broke_down = 1, environment_at_fault = 2 };

auto complain(std::string_view service, std::string_view what) -> int {
  fmt::print(stderr, "sinew-{}: {}\n", service, what);
  return environment_at_fault;
}

/// Lets other threads post to the loop for as long as it lives: an adapter's late answer after the end is dropped.
class loop_door {
 public:
  explicit loop_door(loop& where) : room_{std::make_shared<room>()} { room_->where = &where; }
  ~loop_door() {
    const std::lock_guard lock{room_->guard};
    room_->where = nullptr;
  }
  loop_door(const loop_door&) = delete;
  auto operator=(const loop_door&) -> loop_door& = delete;

  auto make_poster() const -> poster {
    return [room = room_](loop::work w) {
      const std::lock_guard lock{room->guard};
      if (room->where != nullptr)
        room->where->post(std::move(w));
    };
  }

 private:
  struct room {
    std::mutex guard;
    loop* where = nullptr;
  };
  std::shared_ptr<room> room_;
};

/// One run of a service: from parsed options to an exit code.
class service_run {
 public:
  service_run(const service_program& program, const service_options& options)
      : program_{program}, options_{options}, stop_signals_{poller_, [this] { on_stop_asked(); }} {}

  auto run() -> int {
    auto exporter = make_exporter(options_.watched, program_.name, options_.node, SINEW_VERSION);
    if (!exporter)
      return complain(program_.name, exporter.error().what);
    exporter_ = std::move(*exporter);
    const auto served = program_.define(door_.make_poster(), loop_);
    if (!served)
      return complain(program_.name, served.error().what);
    if (options_.describe) {
      fmt::print("{}\n", describe(*served));
      return stopped;
    }
    if (const auto shown = show_pages(); !shown)
      return complain(program_.name, shown.error().what);
    if (const auto ready = program_.prepare ? program_.prepare() : result<void>{}; !ready)
      return complain(program_.name, ready.error().what);
    auto broker = jetstream::open(loop_, poller_, {.url = options_.nats, .node = options_.node}, program_.name,
                                  options_.durability);
    if (!broker)
      return complain(program_.name, broker.error().what);
    if (const auto prepared = prepare(**broker, *served); !prepared)
      return complain(program_.name, prepared.error().what);
    if (auto lists = open_projections(**broker, *served); !lists)
      return complain(program_.name, lists.error().what);
    else if (!stop_asked_)
      serve(**broker, *served, **lists);
    pages_.reset();
    (*broker)->close();
    return exit_code_;
  }

 private:
  auto prepare(jetstream& broker, const service& served) -> result<void> {
    // Shared: an answer may still come while the connection is being closed.
    const auto outcome = std::make_shared<std::optional<result<void>>>();
    const completion<void> tell = [outcome](result<void> done) { *outcome = std::move(done); };
    broker.start(served, options_.lanes, [&with = broker.broker(), &served, &node = options_.node, tell](auto started) {
      if (started)
        check_name(with, served.name, node, tell);
      else
        tell(std::move(started));
    });
    constexpr auto patience = std::chrono::seconds{30};
    if (!loop_.run_until([&] { return outcome->has_value() || stop_asked_; }, patience) && !outcome->has_value())
      return fail(errc::unavailable, fmt::format("the broker at {} did not answer within {} s; is JetStream on?",
                                                 options_.nats, patience.count()));
    return stop_asked_ ? result<void>{} : **outcome;
  }

  auto open_projections(jetstream& broker, const service& served) -> result<std::unique_ptr<projections>> {
    return projections::open(
        {.where = loop_,
         .post = door_.make_poster(),
         .make_feed = [&with = broker.broker(),
                       name = served.name] { return std::make_unique<jetstream_log_feed>(with, name); }},
        served, {.node = options_.node, .folder = options_.data});
  }

  void serve(jetstream& broker, const service& served, projections& lists) {
    auto outside = broker.outside();
    outside.traces = exporter_.get();
    node running{loop_,
                 outside,
                 served,
                 options_.bounds,
                 {.name = options_.node,
                  .version = SINEW_VERSION,
                  .pid = getpid(),
                  .machine = this_machine(),
                  .variant = options_.variant,
                  .lanes = options_.lanes,
                  .keeps_figures = options_.watched.metrics_port.has_value(),
                  .on_ready = [this] { spdlog::info("ready, {} durability", options_.durability); },
                  .on_failure = [this](const error& why) { on_failure(why); },
                  .on_drained = [this] { loop_.stop(); },
                  .on_query = [&lists](const incoming_request& asked) { return lists.answer_query(asked); },
                  .on_control = [&lists](const incoming_request& asked) { return lists.answer_control(asked); }}};
    drain_ = [&running] { running.drain(); };
    are_lists_live_ = [&lists] { return lists.are_caught_up(); };
    ask_ = [&running, &broker](const std::string& verb, std::function<void(bool, std::string)> tell) {
      running.ask(verb, [tell = std::move(tell), &broker](const bytes& said) {
        tell(broker.broker().is_connected(), std::string{as_text(said)});
      });
    };
    running.start();
    lists.start();
    loop_.run();
    drain_ = nullptr;
    ask_ = nullptr;
    are_lists_live_ = nullptr;
  }

  /// Before it serves, so that whoever watches sees it come up.
  auto show_pages() -> result<void> {
    if (!options_.watched.metrics_port)
      return {};
    watched_process shown{.ready = [this](auto tell) { tell_readiness(std::move(tell)); },
                          .metrics = [this](auto tell) { tell_metrics(std::move(tell)); }};
    return watch_pages::open(options_.watched.metrics_address, *options_.watched.metrics_port, door_.make_poster(),
                             std::move(shown))
        .map([this](std::unique_ptr<watch_pages> pages) {
          pages_ = std::move(pages);
          spdlog::info("metrics at http://{}:{}/metrics", options_.watched.metrics_address, pages_->port());
        });
  }

  void tell_readiness(std::function<void(watched_process::readiness)> tell) const {
    if (!ask_)
      return tell({.is_ready = false, .details = R"({"ready":false,"state":"starting"})"});
    ask_("readiness", [this, tell = std::move(tell)](bool connected, const std::string& said) {
      auto told = nlohmann::ordered_json::parse(said, nullptr, false);
      if (!told.is_object())
        told = nlohmann::ordered_json::object();
      const bool are_live = !are_lists_live_ || are_lists_live_();
      const bool is_ready = connected && are_live && told.value("ready", false);
      told["ready"] = is_ready;
      told["read_models"] = are_live ? "live" : "not live yet";
      told["broker"] = connected ? "connected" : "disconnected";
      tell({.is_ready = is_ready, .details = told.dump()});
    });
  }

  void tell_metrics(std::function<void(std::string)> tell) const {
    metric_page page;
    write_process_figures(page);
    if (exporter_)
      exporter_->write(page);
    auto own = page.take();
    if (!ask_)
      return tell(std::move(own));
    ask_("metrics", [tell = std::move(tell), own = std::move(own)](bool connected, const std::string& said) {
      gauge broker;
      broker.set(connected ? 1 : 0);
      metric_page more;
      more.add_single("sinew_broker_connected", "1 while the connection to the broker stands", broker);
      tell(said + own + more.take());
    });
  }

  void on_stop_asked() {
    if (stop_asked_ || !drain_) {
      spdlog::warn("stopping at once");
      stop_asked_ = true;
      return loop_.stop();
    }
    stop_asked_ = true;
    spdlog::info("draining");
    drain_();
  }

  void on_failure(const error& why) {
    spdlog::critical("{}", to_string(why));
    exit_code_ = broke_down;
    loop_.stop();
  }

  const service_program& program_;
  const service_options& options_;
  epoll_poller poller_;
  termination stop_signals_;
  loop loop_{poller_};
  loop_door door_{loop_};
  std::unique_ptr<otlp_exporter> exporter_; // null: nobody looks
  std::function<void()> drain_;
  std::function<bool()> are_lists_live_;
  /// Asks the node that serves, as `node::ask`; tells with it whether the broker is there. Empty: none does.
  std::function<void(const std::string& verb, std::function<void(bool, std::string)> tell)> ask_;
  std::unique_ptr<watch_pages> pages_; // null: nobody looks
  bool stop_asked_ = false;
  int exit_code_ = stopped;
};

auto made_up_node_name(std::string_view service) -> std::string {
  return fmt::format("{}-{:08x}", service, std::random_device{}());
}

auto faults_of(const service_options& options) -> std::string {
  std::string all;
  if (!is_valid_id(options.node))
    all = "--node must be 1 to 64 letters, digits, '_' or '-'";
  if (!is_valid_name(options.variant))
    all += (all.empty() ? "" : "; ") +
           fmt::format("--variant '{}' is none: 1 to 48 of a-z 0-9 _, beginning with a letter", options.variant);
  for (const auto& fault : options.bounds.validate())
    all += (all.empty() ? "" : "; ") + fault;
  return all;
}

} // namespace

auto service_main(int argc, char** argv, const service_program& program) -> int {
  CLI::App app{std::string{program.about}, fmt::format("sinew-{}", program.name)};
  service_options options;
  options.bind(app);
  app.set_version_flag("--version", SINEW_VERSION);
  app.footer(
      "Exit codes: 0 stopped cleanly, 1 it broke down and is to be started again, 2 the environment is at fault: no\n"
      "broker at the address, a bad option, a living node of the same name …");
  if (program.options)
    program.options(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? stopped : environment_at_fault;
  }
  if (options.node.empty())
    options.node = made_up_node_name(program.name);
  if (const auto faults = faults_of(options); !faults.empty())
    return complain(program.name, faults);
  start_logging(options);
  try {
    return service_run{program, options}.run();
  } catch (const std::exception& e) {
    spdlog::critical("{}", e.what());
    return broke_down;
  }
}

} // namespace sinew
