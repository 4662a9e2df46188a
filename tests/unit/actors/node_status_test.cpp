// SPDX-License-Identifier: Apache-2.0
#include "actors/node_status.hpp"

#include "tests/support/counting_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <nlohmann/json.hpp>

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

auto broken_party() -> sinew::dependency_status {
  return {.breaker = sinew::circuit_breaker::state::open,
          .open_for = 600ms,
          .openings = 1,
          .calls = 40,
          .retries = 3,
          .failures = 8,
          .rejected = 20,
          .in_flight = 4,
          .waiting = 2};
}

TEST(node_status, tells_programs_how_the_node_and_its_dependencies_fare) {
  auto served = test::counting_service();
  served.dependencies = {{"card provider", broken_party}};
  const auto born = sinew::from_unix_ns(1'790'000'000'000'000'000);
  const sinew::node_record self{
      .service = "counting", .node = "counting-1", .pid = 4711, .version = "1.2.3", .started = born, .state = "ready"};
  sinew::command_times times;
  times.by_aggregate.at({"counter"}).observe(0.0002);
  times.by_aggregate.at({"counter"}).observe(7);
  const auto told = nlohmann::json::parse(sinew::status_json(served, self, born + 12s, times));
  EXPECT_EQ(told, nlohmann::json::parse(
                      R"({"service": "counting", "node": "counting-1", "version": "1.2.3", "variant": "main",
      "state": "ready", "pid": 4711, "uptime_ms": 12000, "dependencies": [{"name": "card provider", "breaker": "open",
      "open_for_ms": 600, "openings": 1, "calls": 40, "retries": 3, "failures": 8, "rejected": 20, "in_flight": 4,
      "waiting": 2}], "commands": [{"aggregate": "counter", "at_most_ms": [0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0,
      50.0, 100.0, 250.0, 500.0, 1000.0, 2500.0, 5000.0], "counts": [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]}]})"));
}

TEST(node_status, tells_prometheus_the_same_and_counts_on_from_what_it_told_before) {
  test::counting_world world;
  const auto first_node = world.start("counting-1"); // with it, the process knows the types of messages
  caf::actor_system_config config;
  config.set("caf.scheduler.policy", "testing"); // no threads: nothing runs in it
  caf::actor_system system{config};
  auto seen = broken_party();
  auto served = test::counting_service();
  served.dependencies = {{"card provider", [&seen] { return seen; }}};
  const auto first = sinew::metrics_text(served, system);
  EXPECT_THAT(first, HasSubstr("# TYPE sinew_dependency_calls_total counter"));
  EXPECT_THAT(first, HasSubstr("sinew_dependency_calls_total{party=\"card provider\"} 40 "));
  EXPECT_THAT(first, HasSubstr("sinew_dependency_breaker{party=\"card provider\"} 2 "));
  EXPECT_THAT(first, HasSubstr("sinew_dependency_in_flight{party=\"card provider\"} 4 "));
  seen.calls = 41;
  seen.breaker = sinew::circuit_breaker::state::closed;
  const auto second = sinew::metrics_text(served, system);
  EXPECT_THAT(second, HasSubstr("sinew_dependency_calls_total{party=\"card provider\"} 41 "));
  EXPECT_THAT(second, HasSubstr("sinew_dependency_breaker{party=\"card provider\"} 0 "));
}

} // namespace
