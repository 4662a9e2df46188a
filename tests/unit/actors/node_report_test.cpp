// SPDX-License-Identifier: Apache-2.0
#include "tests/support/copying_service.hpp"
#include "tests/support/counting_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <numeric>

namespace {

using namespace std::chrono_literals;
using test::counter;
using ::testing::HasSubstr;
using ::testing::Not;

/// Copies what is added; with each addition a saga is over.
auto counted_service() -> sinew::service {
  auto s = test::copying_service();
  s.saga_ends = {{"counter", "added", "completed"}};
  return s;
}

class node_report_test : public testing::Test {
 protected:
  void begin(bool keeps_figures = true) {
    world.keeps_figures = keeps_figures;
    node = world.start("n1");
  }
  void settle() { world.time.advance(2s); }

  test::counting_world world{counted_service()};
  std::unique_ptr<test::counting_world::instance> node;
};

TEST_F(node_report_test, counts_commands_by_outcome_and_refusals_by_reason) {
  begin();
  world.ask("x", counter::add{3});
  world.ask("x", counter::add{counter::largest_amount + 1});
  settle();
  const auto told = node->ask("metrics");
  EXPECT_THAT(
      told,
      HasSubstr(R"(sinew_commands_total{aggregate="counter",command="add",outcome="accepted"} 2)")); // and the copy
  EXPECT_THAT(told, HasSubstr(R"(sinew_commands_total{aggregate="counter",command="add",outcome="refused"} 1)"));
  EXPECT_THAT(told, HasSubstr(R"(sinew_command_refusals_total{aggregate="counter",reason="too_large"} 1)"));
  EXPECT_THAT(told, HasSubstr(R"(sinew_command_duration_seconds_count{aggregate="counter"} 3)"));
}

TEST_F(node_report_test, counts_appends_events_deliveries_and_sagas) {
  begin();
  world.ask("x", counter::add{3});
  settle();
  const auto told = node->ask("metrics");
  EXPECT_THAT(told, HasSubstr(R"(sinew_events_stored_total{aggregate="counter",event="added"} 2)"));
  EXPECT_THAT(told, HasSubstr(R"(sinew_append_duration_seconds_count{aggregate="counter"} 2)"));
  EXPECT_THAT(told, HasSubstr(R"(sinew_reader_deliveries_total{upstream="counting"} 2)"));
  EXPECT_THAT(told, HasSubstr(R"(sinew_saga_duration_seconds_count{outcome="completed"} 2)"));
  EXPECT_THAT(told, HasSubstr("sinew_partitions_owned 64\n"));
  EXPECT_THAT(told, HasSubstr(R"(sinew_reader_lag_messages{upstream="counting",lane="counting.0"} 0)"));
}

TEST_F(node_report_test, finds_in_the_log_when_a_saga_began_that_another_node_has_begun) {
  begin();
  world.ask("x", counter::add{3});
  settle();
  node->crash();
  const auto second = world.start("n2");
  world.ask("x", counter::add{4});
  settle();
  EXPECT_THAT(second->ask("metrics"),
              HasSubstr(R"(sinew_saga_duration_seconds_count{outcome="completed"} 2)")); // and the copy
}

TEST_F(node_report_test, counts_appends_that_did_not_succeed) {
  begin();
  world.broker.faults().appends = {sinew::append_fault::unavailable};
  world.ask("x", counter::add{3});
  EXPECT_THAT(node->ask("metrics"),
              HasSubstr(R"(sinew_append_failures_total{aggregate="counter",code="unavailable"} 1)"));
}

TEST_F(node_report_test, tells_whether_it_is_ready_and_why) {
  begin();
  settle();
  const auto told = nlohmann::json::parse(node->ask("readiness"));
  EXPECT_EQ(told["state"], "ready");
  EXPECT_EQ(told["partitions"], 64);
  EXPECT_EQ(told["parked_keys"], 0);
  EXPECT_EQ(told["lanes"].size(), 2U);
}

TEST_F(node_report_test, keeps_nothing_where_nobody_looks) {
  begin(false);
  world.ask("x", counter::add{3});
  EXPECT_THAT(node->ask("metrics"), Not(HasSubstr("sinew_commands_total")));
  EXPECT_THAT(node->ask("readiness"), HasSubstr("no such verb"));
}

TEST_F(node_report_test, tells_how_long_commands_took_though_nobody_watches) {
  begin(false);
  world.ask("x", counter::add{3});
  world.ask("x", counter::add{counter::largest_amount + 1});
  settle();
  const auto told = nlohmann::json::parse(node->ask("status")).at("commands");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["aggregate"], "counter");
  const auto counts = told[0]["counts"].get<std::vector<std::uint64_t>>();
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), 3U) << "two that were asked, and the copy";
}

} // namespace
