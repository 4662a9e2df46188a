// SPDX-License-Identifier: Apache-2.0
#include "actors/placement.hpp"
#include "tests/support/copying_service.hpp"
#include "tests/support/counting_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <optional>
#include <utility>

namespace {

using namespace std::chrono_literals;
using sinew::wire::Outcome;
using test::counter;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Several nodes of one service, each with the real runtime.
class cluster_test : public testing::Test {
 protected:
  auto record_of(std::string_view node) -> sinew::node_record {
    for (auto& r : world.broker.members())
      if (r.node == node)
        return r;
    return {};
  }
  /// Each partition is served by exactly one of `nodes`, each lane read by exactly one.
  auto is_shared_by(const std::vector<std::string>& nodes) -> bool {
    std::vector<std::uint32_t> partitions;
    std::vector<std::string> lanes;
    sinew::membership_view living{.nodes = {}, .canary = rule};
    for (const auto& node : nodes)
      living.nodes.push_back(record_of(node));
    const auto crew = sinew::placement::crew_of(living, "counting");
    for (const auto& node : nodes) {
      const auto r = record_of(node);
      if (r.state != "ready" || r.partitions != sinew::placement::partitions_of(node, crew))
        return false;
      partitions.insert(partitions.end(), r.partitions.begin(), r.partitions.end());
      lanes.insert(lanes.end(), r.lanes.begin(), r.lanes.end());
    }
    std::ranges::sort(lanes);
    return partitions.size() == sinew::partition_count && lanes == std::vector<std::string>{"counting.0", "due.0"};
  }
  auto becomes_shared_by(const std::vector<std::string>& nodes, std::chrono::milliseconds within = 5s) -> bool {
    return world.time.run_until([&] { return is_shared_by(nodes); }, within);
  }

  /// Adds 1 to each of many counters, of all partitions. How many were accepted.
  auto add_to_all() -> int {
    int accepted = 0;
    for (const auto& id : ids())
      accepted += world.ask(id, counter::add{1}).outcome == Outcome::accepted ? 1 : 0;
    return accepted;
  }
  static auto ids() -> std::vector<std::string> {
    std::vector<std::string> all(count);
    for (int i = 0; i < count; ++i)
      all[static_cast<std::size_t>(i)] = "c-" + std::to_string(i);
    return all;
  }
  auto sum_in_logs(const std::string& prefix) -> std::uint64_t {
    std::uint64_t sum = 0;
    for (const auto& id : ids())
      sum += world.total_in_log(prefix + id);
    return sum;
  }
  auto control(const std::string& node, std::string_view verb) -> std::string {
    std::string answer;
    world.broker.control(node, verb, {}, 2s, [&](const sinew::result<sinew::bytes>& got) {
      answer = got ? std::string{sinew::as_text(*got)} : to_string(got.error());
    });
    EXPECT_TRUE(world.time.run_until([&] { return !answer.empty(); }, 5s));
    return answer;
  }

  void set_rule(const std::optional<sinew::canary_rule>& by) {
    rule = by;
    world.broker.rule("counting", by);
  }

  static constexpr int count = 100;
  std::optional<sinew::canary_rule> rule;
  test::counting_world world{test::copying_service()};
  std::unique_ptr<test::counting_world::instance> n1 = world.start("n1");
};

TEST_F(cluster_test, one_node_serves_and_reads_everything) {
  EXPECT_TRUE(becomes_shared_by({"n1"}, 100ms));
  EXPECT_EQ(add_to_all(), count);
}

TEST_F(cluster_test, nodes_that_come_take_their_share) {
  const auto n2 = world.start("n2");
  EXPECT_TRUE(becomes_shared_by({"n1", "n2"}));
  const auto n3 = world.start("n3");
  EXPECT_TRUE(becomes_shared_by({"n1", "n2", "n3"}));
  EXPECT_EQ(add_to_all(), count);
}

TEST_F(cluster_test, an_aggregate_goes_on_where_it_was_when_its_partition_moves) {
  ASSERT_EQ(add_to_all(), count);
  const auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  for (const auto& id : ids())
    EXPECT_EQ(world.ask(id, counter::add{1}).version, 2U) << id;
}

TEST_F(cluster_test, a_reaction_reaches_an_aggregate_of_another_node) {
  const auto n2 = world.start("n2");
  const auto n3 = world.start("n3");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2", "n3"}));
  ASSERT_EQ(add_to_all(), count);
  EXPECT_TRUE(world.time.run_until([&] { return sum_in_logs("copy-of-") == count; }, 10s));
  world.time.advance(5s);
  EXPECT_EQ(sum_in_logs("copy-of-"), count) << "done once, not more";
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(cluster_test, more_commands_than_may_be_on_their_way_to_others_are_tried_later) {
  n1->crash();
  world.bounds.remote_commands = 4;
  n1 = world.start("n1");
  const auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  for (const auto& id : ids())
    world.send(id, counter::add{1});
  world.time.advance(2min);
  EXPECT_EQ(sum_in_logs("copy-of-"), count);
}

TEST_F(cluster_test, a_reminder_reaches_an_aggregate_of_another_node) {
  const auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  for (const auto& id : ids())
    world.ask(id, counter::remind{world.time.clock().now() + 10s});
  world.time.advance(15s);
  for (const auto& id : ids())
    EXPECT_EQ(world.ask(id, counter::add{1}).version, 3U) << id << ": reminded, rang, added";
}

TEST_F(cluster_test, what_a_killed_node_had_answers_again_within_two_seconds) {
  auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  ASSERT_EQ(add_to_all(), count);
  n2->crash();
  ASSERT_TRUE(becomes_shared_by({"n1"}, 2s));
  EXPECT_EQ(add_to_all(), count);
  EXPECT_EQ(sum_in_logs(""), 2 * count);
}

TEST_F(cluster_test, reactions_that_a_killed_node_had_begun_are_finished_by_another) {
  auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  const auto lanes = record_of("n1").lanes;
  auto& victim = std::ranges::find(lanes, "counting.0") != lanes.end() ? n1 : n2;
  for (const auto& id : ids())
    world.send(id, counter::add{1});
  world.time.where().turn({});
  world.time.where().turn({});
  victim->crash();
  world.time.advance(20s);
  EXPECT_EQ(sum_in_logs("copy-of-"), sum_in_logs(""));
  EXPECT_EQ(world.broker.unacknowledged("counting", "counting"), 0U);
}

TEST_F(cluster_test, a_node_that_leaves_is_replaced_at_once) {
  auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  n2->drain();
  ASSERT_TRUE(world.time.run_until([&] { return n2->drained; }, 1s));
  EXPECT_TRUE(becomes_shared_by({"n1"}, 10ms));
  EXPECT_EQ(record_of("n2").node, "") << "it has taken its record back";
  EXPECT_EQ(add_to_all(), count);
}

TEST_F(cluster_test, an_operator_empties_a_node_and_fills_it_again) {
  const auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  EXPECT_EQ(control("n2", "drain"), R"({"node":"n2","ok":true,"state":"draining"})");
  ASSERT_TRUE(world.time.run_until([&] { return record_of("n2").state == "drained"; }, 1s));
  EXPECT_THAT(record_of("n2").partitions, IsEmpty());
  EXPECT_THAT(record_of("n2").lanes, IsEmpty());
  EXPECT_TRUE(becomes_shared_by({"n1"}, 100ms));
  EXPECT_EQ(add_to_all(), count);
  world.time.advance(10s);
  EXPECT_EQ(record_of("n2").state, "drained") << "it lives on";
  EXPECT_EQ(control("n2", "drain"), R"({"node":"n2","ok":true,"state":"drained"})");
  EXPECT_EQ(control("n2", "resume"), R"({"node":"n2","ok":true,"state":"ready"})");
  EXPECT_TRUE(becomes_shared_by({"n1", "n2"}));
}

TEST_F(cluster_test, what_is_published_at_a_node_by_mistake_does_not_empty_it) {
  const auto n2 = world.start("n2");
  ASSERT_TRUE(becomes_shared_by({"n1", "n2"}));
  world.broker.control("n2", "drain", sinew::copy_of(sinew::as_bytes("hello")), 1s, [](const auto&) {});
  world.time.advance(2s);
  EXPECT_EQ(record_of("n2").state, "ready");
}

TEST_F(cluster_test, a_verb_that_is_none_is_refused) {
  EXPECT_THAT(control("n1", "explode"), HasSubstr(R"("ok":false)"));
  EXPECT_THAT(control("n1", "explode"), HasSubstr("there are drain, resume, status and metrics"));
}

TEST_F(cluster_test, each_node_tells_how_it_fares) {
  EXPECT_THAT(control("n1", "status"), HasSubstr(R"("node":"n1","version":"test","variant":"main","state":"ready")"));
  EXPECT_THAT(control("n1", "metrics"), HasSubstr("# TYPE caf_system_running_actors gauge"));
}

TEST_F(cluster_test, a_canary_serves_what_its_rule_says_as_soon_as_it_says_so) {
  const auto canary = world.start("canary", "b");
  ASSERT_TRUE(becomes_shared_by({"n1", "canary"}));
  EXPECT_THAT(record_of("canary").partitions, IsEmpty());
  for (const auto& [share, held] : std::vector<std::pair<std::uint32_t, std::size_t>>{{25, 16}, {100, 64}, {10, 7}}) {
    set_rule(sinew::canary_rule{"b", share});
    ASSERT_TRUE(becomes_shared_by({"n1", "canary"}, 100ms)) << share;
    EXPECT_EQ(record_of("canary").partitions.size(), held);
    EXPECT_EQ(add_to_all(), count);
  }
  set_rule(std::nullopt);
  ASSERT_TRUE(becomes_shared_by({"n1", "canary"}, 100ms));
  EXPECT_THAT(record_of("canary").partitions, IsEmpty());
  EXPECT_EQ(add_to_all(), count);
  EXPECT_EQ(sum_in_logs(""), 4 * count);
}

TEST_F(cluster_test, the_lanes_go_over_with_the_last_of_the_share) {
  const auto canary = world.start("canary", "b");
  set_rule(sinew::canary_rule{"b", 99});
  ASSERT_TRUE(becomes_shared_by({"n1", "canary"}));
  EXPECT_THAT(record_of("canary").lanes, IsEmpty());
  set_rule(sinew::canary_rule{"b", 100});
  ASSERT_TRUE(world.time.run_until([&] { return record_of("canary").lanes.size() == 2; }, 5s));
  EXPECT_THAT(record_of("n1").lanes, IsEmpty());
  ASSERT_EQ(add_to_all(), count);
  EXPECT_TRUE(world.time.run_until([&] { return sum_in_logs("copy-of-") == count; }, 10s));
}

TEST_F(cluster_test, what_a_killed_canary_had_is_served_by_the_others) {
  set_rule(sinew::canary_rule{"b", 50});
  auto canary = world.start("canary", "b");
  ASSERT_TRUE(becomes_shared_by({"n1", "canary"}));
  ASSERT_EQ(add_to_all(), count);
  canary->crash();
  ASSERT_TRUE(world.time.run_until([&] { return record_of("n1").partitions.size() == sinew::partition_count; }, 2s));
  EXPECT_EQ(add_to_all(), count);
}

TEST_F(cluster_test, a_canary_serves_everything_while_it_is_alone) {
  auto canary = world.start("canary", "b");
  ASSERT_TRUE(becomes_shared_by({"n1", "canary"}));
  n1->crash();
  ASSERT_TRUE(
      world.time.run_until([&] { return record_of("canary").partitions.size() == sinew::partition_count; }, 2s));
  EXPECT_EQ(add_to_all(), count);
}

TEST_F(cluster_test, a_canary_that_comes_to_a_rule_begins_with_its_share) {
  set_rule(sinew::canary_rule{"b", 50});
  const auto canary = world.start("canary", "b");
  ASSERT_TRUE(becomes_shared_by({"n1", "canary"}));
  EXPECT_EQ(record_of("canary").partitions.size(), 32U);
}

TEST_F(cluster_test, the_only_node_that_is_emptied_leaves_nobody_who_serves) {
  control("n1", "drain");
  EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::retry);
  control("n1", "resume");
  EXPECT_EQ(world.ask("c-1", counter::add{1}).outcome, Outcome::accepted);
}

} // namespace
