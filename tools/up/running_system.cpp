// SPDX-License-Identifier: Apache-2.0
#include "tools/up/running_system.hpp"

#include "bridge/insist.hpp"
#include "bridge/server_check.hpp"
#include "bridge/subjects.hpp"
#include "tools/token/development_key.hpp"
#include "tools/up/free_port.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace sinew {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view sandbox_name = "sandbox";
constexpr std::string_view sandbox_greeting = "sandbox ready url=";
constexpr std::string_view gateway_name = "gateway-1";
constexpr std::string_view gateway_greeting = "gateway ready url=";

// A broker reads its whole store before it answers; the others only wait for it.
constexpr auto broker_patience = 120s;
constexpr auto leader_patience = 30s;
constexpr auto sandbox_patience = 20s;
constexpr auto services_patience = 60s;
constexpr auto gateway_patience = 20s;

auto is_service(std::string_view child) -> bool {
  return !broker_plan::is_broker(child) && child != sandbox_name && child != gateway_name;
}

} // namespace

running_system::running_system(system_plan plan, const terminal& where)
    : plan_{std::move(plan)},
      terminal_{where},
      log_{where, plan_.log_format == "json"},
      loop_{poller_},
      signals_{poller_, [this] { on_stop_signal(); }, [this] { children_.reap(); }},
      children_{loop_, poller_, log_} {}

auto running_system::run() -> exit_code {
  const auto start = bring_up();
  if (start) {
    broker_.reset(); // from now on the children speak for themselves
    tell_ready();
    stay_up();
  }
  bring_down();
  return verdict(start);
}

auto running_system::bring_up() -> result<void> {
  return check_environment()
      .and_then([this] { return start_brokers(); })
      .and_then([this] { return connect(); })
      .and_then([this] { return start_sandbox(); })
      .and_then([this] { return start_services(); })
      .and_then([this] { return start_gateway(); })
      .map([this] { children_.system_is_up(); });
}

auto running_system::check_environment() -> result<void> {
  for (const auto& service : plan_.services)
    log_.make_room_for(fmt::format("{}-{}", service, plan_.nodes));
  // Everything that can be known to fail is asked before anything is started.
  for (const auto& service : plan_.services)
    if (auto path = service_program_path(service); !path)
      return tl::unexpected{path.error()};
  if (plan_.http_port) {
    log_.make_room_for(gateway_name);
    // Chosen by us: should the gateway die, it comes back where its clients look for it.
    const auto port =
        service_program_path("gateway").and_then([this](const auto&) { return free_port(*plan_.http_port); });
    if (!port)
      return tl::unexpected{port.error()};
    plan_.http_port = *port;
  }
  if (!plan_.nats_url) {
    auto found = find_nats_server();
    if (!found)
      return tl::unexpected{found.error()};
    nats_server_ = *found;
  }
  auto data = data_directory::open(plan_.data);
  if (!data)
    return tl::unexpected{data.error()};
  data_.emplace(std::move(*data));
  data_->remove(std::string{gateway_url_name}); // of one that was killed
  if (plan_.nats_url)
    return {};
  return broker_plan::make(plan_.durability, plan_.nats_port, *data_).map([this](broker_plan made) {
    brokers_ = std::move(made);
    for (const auto& seat : brokers_.seats())
      log_.make_room_for(seat.name);
  });
}

auto running_system::start_brokers() -> result<void> {
  for (const auto& seat : brokers_.seats())
    if (auto started = start_broker(seat); !started)
      return started;
  return await([this] { return brokers_.all_listen(); }, broker_patience, "nats-server");
}

auto running_system::start_broker(const broker_seat& seat) -> result<void> {
  const auto file = data_->write(seat.name + ".conf", config_text(seat.config));
  if (!file)
    return tl::unexpected{file.error()};
  return children_.start({.name = seat.name,
                          .arguments = {nats_server_.string(), "--config", file->string()},
                          .environment = brokers_.environment(),
                          .on_line = [this, name = seat.name](
                                         std::string_view line) { return brokers_.hear(name, line) || plan_.verbose; },
                          .vital = true});
}

auto running_system::connect() -> result<void> {
  auto opened = connection::open(loop_, poller_, {.url = url(), .node = fmt::format("up-{}", getpid())});
  if (!opened)
    return tl::unexpected{opened.error()};
  broker_ = std::move(*opened);
  std::optional<result<void>> checked;
  // A cluster first has to choose its leader.
  insist(
      loop_, loop_.now() + leader_patience, [this](completion<void> done) { check_server(*broker_, std::move(done)); },
      [&checked](result<void> answer) { checked = std::move(answer); });
  return await([&checked] { return checked.has_value(); }, leader_patience + 10s, "an answer of " + url())
      .and_then([&checked] { return *checked; });
}

auto running_system::start_sandbox() -> result<void> {
  const auto program = service_program_path(sandbox_name);
  if (!program) // only a shop has outside parties to play
    return {};
  // Chosen by us: should it die, it comes back where the services look for it.
  const auto port = free_port(0);
  if (!port)
    return tl::unexpected{port.error()};
  return children_
      .start(
          {.name = std::string{sandbox_name},
           .arguments = {program->string(), "--port", std::to_string(*port), "--data-dir", data_->outside().string()},
           .on_line =
               [this](std::string_view line) {
                 if (line.starts_with(sandbox_greeting) && sandbox_url_.empty())
                   sandbox_url_ = line.substr(sandbox_greeting.size());
                 return true;
               },
           .vital = true,
           .farewell = 3s})
      .and_then([this] { return await([this] { return !sandbox_url_.empty(); }, sandbox_patience, "the sandbox"); });
}

auto running_system::start_services() -> result<void> {
  watch_nodes();
  for (const auto& service : plan_.services)
    for (int number = 1; number <= plan_.nodes; ++number)
      if (auto started = start_service(service, number); !started)
        return started;
  if (auto ready = await([this] { return board_.all_ready(); }, services_patience, "the services"); !ready)
    return fail(ready.error().code,
                ready.error().what + (board_.all_ready() ? "" : "; not ready: " + board_.missing()));
  return {};
}

auto running_system::start_service(const std::string& service, int number) -> result<void> {
  auto name = fmt::format("{}-{}", service, number);
  board_.await(service, name);
  std::vector<std::string> arguments{service_program_path(service)->string(),
                                     "--nats",
                                     url(),
                                     "--node",
                                     name,
                                     "--durability",
                                     std::string{to_string(plan_.durability)},
                                     "--data",
                                     data_->read_models(name).string()};
  const auto add = [&arguments](std::string option, std::string value) {
    arguments.push_back(std::move(option));
    arguments.push_back(std::move(value));
  };
  if (plan_.lanes != 1)
    add("--lanes", std::to_string(plan_.lanes));
  if (service == "payment" && !sandbox_url_.empty())
    add("--card-provider", sandbox_url_);
  if (service == "shipping" && !sandbox_url_.empty())
    add("--carrier", sandbox_url_);
  if (service == "notification")
    add("--maildir", data_->mail().string());
  std::ranges::move(watching(), std::back_inserter(arguments));
  return children_.start({.name = std::move(name), .arguments = std::move(arguments)});
}

auto running_system::start_gateway() -> result<void> {
  if (!plan_.http_port)
    return {};
  const auto trust = keep_key();
  if (!trust)
    return tl::unexpected{trust.error()};
  std::vector<std::string> arguments{
      service_program_path("gateway")->string(), "--nats", url(), "--node", std::string{gateway_name}, "--port",
      std::to_string(*plan_.http_port)};
  arguments.insert(arguments.end(), trust->begin(), trust->end());
  if (plan_.http_rate)
    arguments.insert(arguments.end(), {"--rate", std::to_string(*plan_.http_rate)});
  std::ranges::move(watching(), std::back_inserter(arguments));
  return children_
      .start({.name = std::string{gateway_name},
              .arguments = std::move(arguments),
              .on_line =
                  [this](std::string_view line) {
                    if (line.starts_with(gateway_greeting))
                      http_url_ = line.substr(gateway_greeting.size());
                    return true;
                  },
              .vital = true,
              .farewell = 15s})
      .and_then([this] { return await([this] { return !http_url_.empty(); }, gateway_patience, "the gateway"); })
      .and_then([this] { return data_->write(std::string{gateway_url_name}, http_url_); })
      .map([](const auto&) {});
}

auto running_system::keep_key() -> result<std::vector<std::string>> {
  const auto file = data_->path() / development_key_name;
  const auto key = development_key::keep(file);
  if (!key)
    return tl::unexpected{key.error()};
  const auto jwks = data_->write(std::string{development_jwks_name}, key->key_set());
  if (!jwks)
    return tl::unexpected{jwks.error()};
  return running_key::tell(url(), file).map([&](running_key told) {
    key_.emplace(std::move(told));
    return std::vector<std::string>{"--jwks",     jwks->string(),
                                    "--issuer",   std::string{development_issuer},
                                    "--audience", std::string{development_audience}};
  });
}

void running_system::watch_nodes() {
  (void)broker_->subscribe(subject::bucket_keys(subject::nodes_bucket), {}, [this](const broker_message& message) {
    board_.take(subject::key_in_bucket(subject::nodes_bucket, message.subject()), message.body());
  });
}

auto running_system::await(const std::function<bool()>& done, std::chrono::milliseconds patience,
                           const std::string& what) -> result<void> {
  const auto over = [&] { return done() || children_.failed() || stop_signals_ > 0; };
  if (!over())
    (void)loop_.run_until(over, patience);
  if (const auto& failure = children_.failed())
    return fail(errc::system_failure, failure->what);
  if (stop_signals_ == 0 && !done())
    return fail(errc::deadline_exceeded,
                fmt::format("waited {} ms in vain for {}; the lines above may tell why", patience.count(), what));
  return stop_signals_ == 0 ? result<void>{} : fail(errc::unavailable, "stopped before it was ready");
}

void running_system::tell_ready() const {
  terminal_.line(fmt::format("ready nats={} services={} durability={} data={}{}{}", url(),
                             fmt::join(plan_.services, ","), to_string(plan_.durability), data_->path().string(),
                             http_url_.empty() ? "" : " http=", http_url_));
  if (key_ && plan_.log_format != "json") // whoever reads by machine wants no hints
    terminal_.note(fmt::format("a token for {}: sinew token --role customer --subject c-1 --data-dir {}", http_url_,
                               data_->path().string()));
}

void running_system::stay_up() {
  const auto over = [this] { return children_.failed() || stop_signals_ > 0; };
  if (!over())
    (void)loop_.run_until(over, loop::clock::duration::max());
}

void running_system::bring_down() {
  if (stop_signals_ > 0)
    log_.report("stopping");
  if (data_)
    data_->remove(std::string{gateway_url_name});
  children_.stop([](std::string_view child) { return child == gateway_name; }); // what was asked is still answered
  children_.stop(is_service);
  children_.stop([](std::string_view child) { return child == sandbox_name; });
  broker_.reset();
  children_.stop(broker_plan::is_broker);
}

auto running_system::verdict(const result<void>& start) const -> exit_code {
  if (const auto& failure = children_.failed())
    return terminal_.failed(failure->what, failure->environment_at_fault ? exit_code::bad_input : exit_code::broken);
  if (!start && stop_signals_ == 0)
    return terminal_.failed(start.error().what, exit_code::bad_input);
  return exit_code::done;
}

auto running_system::watching() -> std::vector<std::string> {
  std::vector<std::string> options;
  const auto add = [&options](const char* option, const std::string& value) {
    if (!value.empty())
      options.insert(options.end(), {option, value});
  };
  add("--otlp-endpoint", plan_.otlp_endpoint);
  add("--trace-sampling", plan_.trace_sampling);
  add("--log-format", plan_.log_format == "text" ? "" : plan_.log_format);
  if (plan_.metrics_port)
    add("--metrics-port", std::to_string(*plan_.metrics_port == 0 ? 0 : *plan_.metrics_port + watched_children_++));
  return options;
}

auto running_system::url() const -> std::string {
  return plan_.nats_url.value_or(brokers_.url());
}

void running_system::on_stop_signal() {
  // The second one means: now.
  if (++stop_signals_ > 1)
    children_.kill_all();
}

} // namespace sinew
