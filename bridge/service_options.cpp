// SPDX-License-Identifier: Apache-2.0
#include "bridge/service_options.hpp"

#include "telemetry/json_log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <chrono>

namespace sinew {

namespace {

void bind_milliseconds(CLI::App& app, const std::string& name, std::chrono::milliseconds& to, const std::string& help) {
  app.add_option_function<std::int64_t>(
         name, [&to](std::int64_t value) { to = std::chrono::milliseconds{value}; }, help)
      ->default_str(std::to_string(to.count()))
      ->group("Limits");
}

template <class T>
void bind_limit(CLI::App& app, const std::string& name, T& to, const std::string& help) {
  app.add_option(name, to, help)->capture_default_str()->group("Limits");
}

void bind_limits(CLI::App& app, limits& to) {
  bind_limit(app, "--waiting-commands", to.waiting_commands, "Commands one aggregate may have waiting");
  bind_limit(app, "--commands-per-append", to.commands_per_append, "Commands committed in one append at most");
  bind_limit(app, "--live-aggregates", to.live_aggregates, "Aggregates in memory at most");
  bind_limit(app, "--events-per-snapshot", to.events_per_snapshot, "Events after which a snapshot pays");
  bind_limit(app, "--attempts-before-parking", to.attempts_before_parking,
             "Failures of its own after which a message and its key are parked");
  bind_milliseconds(app, "--idle-ms", to.idle, "An aggregate idle so long leaves memory");
  bind_milliseconds(app, "--drain-ms", to.drain, "How long a clean stop may take");
}

} // namespace

void service_options::bind(CLI::App& app) {
  app.add_option("--nats", nats, "Where the broker is; several addresses with commas")
      ->envname("SINEW_NATS")
      ->capture_default_str();
  app.add_option("--node", node, "Unique name of this node (default: made up)");
  app.add_option("--variant", variant, "Variant of the service: one but main serves what `sinew route canary` gives it")
      ->envname("SINEW_VARIANT")
      ->capture_default_str();
  app.add_option("--durability", durability, "What stored events survive: memory, file, fsync or quorum")
      ->envname("SINEW_DURABILITY")
      ->check(CLI::IsMember({"memory", "file", "fsync", "quorum"}))
      ->capture_default_str();
  app.add_option("--lanes", lanes,
                 "Consumers per subscription, so that as many nodes can read at once; never to change")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--data", data, "Where this node keeps its read models; without it, it keeps none")
      ->envname("SINEW_DATA");
  app.add_option("--log-level", log_level, "trace, debug, info, warn or error")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
  app.add_option("--log-format", log_format, "text for people, json for machines")
      ->envname("SINEW_LOG_FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  app.add_flag("--describe", describe, "Print aggregates, events and reactions as JSON, and exit");
  app.set_config("--config", "", "Read options from this TOML file");
  watched.bind(app);
  bind_limits(app, bounds);
}

void start_logging(const service_options& options) {
  auto logger = std::make_shared<spdlog::logger>(options.node, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_level(spdlog::level::from_str(options.log_level == "warn" ? "warning" : options.log_level));
  if (options.log_format == "json")
    logger->set_formatter(std::make_unique<json_log>());
  else
    logger->set_pattern("%H:%M:%S.%e %-7l %n: %v");
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

} // namespace sinew
