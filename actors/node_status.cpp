// SPDX-License-Identifier: Apache-2.0
#include "actors/node_status.hpp"

#include <caf/actor_system.hpp>
#include <caf/telemetry/collector/prometheus.hpp>
#include <caf/telemetry/metric_registry.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

namespace sinew {

namespace {

using nlohmann::ordered_json;

auto dependency_json(const watched_dependency& watched) -> ordered_json {
  const auto seen = watched.look();
  return {{"name", watched.name},
          {"breaker", to_string(seen.breaker)},
          {"open_for_ms", seen.open_for.count()},
          {"openings", seen.openings},
          {"calls", seen.calls},
          {"retries", seen.retries},
          {"failures", seen.failures},
          {"rejected", seen.rejected},
          {"in_flight", seen.in_flight},
          {"waiting", seen.waiting}};
}

auto commands_json(const command_times& times) -> ordered_json {
  auto all = ordered_json::array();
  times.by_aggregate.visit([&all](const auto& labels, const histogram& took) {
    auto bounds = ordered_json::array();
    for (const auto seconds : took.bounds())
      bounds.push_back(std::round(seconds * 1'000'000) / 1'000);
    all.push_back({{"aggregate", labels.front()}, {"at_most_ms", std::move(bounds)}, {"counts", took.counts()}});
  });
  return all;
}

auto level_of(circuit_breaker::state at) -> std::int64_t {
  switch (at) {
    case circuit_breaker::state::closed: return 0;
    case circuit_breaker::state::half_open: return 1;
    case circuit_breaker::state::open: return 2;
  }
  return 0;
}

/// Brings the registry up to what one party's guard says.
class party_metrics {
 public:
  party_metrics(caf::telemetry::metric_registry& to, const std::string& party) : to_{to}, party_{party} {}

  void count(const char* name, std::uint64_t total, const char* help) {
    auto* counter = to_.counter_instance("sinew", name, {{"party", party_}}, help, "1", true);
    counter->inc(static_cast<std::int64_t>(total) - counter->value());
  }
  void gauge(const char* name, std::int64_t value, const char* help) {
    to_.gauge_instance("sinew", name, {{"party", party_}}, help)->value(value);
  }

 private:
  caf::telemetry::metric_registry& to_;
  const std::string& party_;
};

void update(party_metrics metrics, const dependency_status& seen) {
  metrics.gauge("dependency-breaker", level_of(seen.breaker), "0 closed, 1 half open, 2 open");
  metrics.gauge("dependency-in-flight", static_cast<std::int64_t>(seen.in_flight), "Calls under way");
  metrics.gauge("dependency-waiting", static_cast<std::int64_t>(seen.waiting), "Calls that wait for a place");
  metrics.count("dependency-openings", seen.openings, "How often the breaker opened");
  metrics.count("dependency-calls", seen.calls, "Calls that were asked for");
  metrics.count("dependency-retries", seen.retries, "Further attempts");
  metrics.count("dependency-failures", seen.failures, "Attempts that speak against the party");
  metrics.count("dependency-rejected", seen.rejected, "Calls that met an open breaker or no free place");
}

} // namespace

auto status_json(const service& served, const node_record& self, timestamp now, const command_times& times)
    -> std::string {
  auto dependencies = ordered_json::array();
  for (const auto& watched : served.dependencies)
    dependencies.push_back(dependency_json(watched));
  const ordered_json all = {
      {"service", self.service},
      {"node", self.node},
      {"version", self.version},
      {"variant", self.variant},
      {"state", self.state},
      {"pid", self.pid},
      {"uptime_ms", std::chrono::duration_cast<std::chrono::milliseconds>(now - self.started).count()},
      {"dependencies", std::move(dependencies)},
      {"commands", commands_json(times)}};
  return all.dump();
}

auto metrics_text(const service& served, caf::actor_system& system) -> std::string {
  for (const auto& watched : served.dependencies)
    update({system.metrics(), watched.name}, watched.look());
  caf::telemetry::collector::prometheus page;
  const auto text = page.collect_from(system.metrics());
  return {text.data(), text.size()};
}

} // namespace sinew
