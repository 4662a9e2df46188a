// SPDX-License-Identifier: Apache-2.0
#include "tools/cluster/cluster_view.hpp"
#include "kernel/number_ranges.hpp"
#include "kernel/time.hpp"
#include "tools/cluster/cluster_text.hpp"

#include <gmock/gmock.h>

#include <numeric>

namespace sinew {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::chrono::nanoseconds now = 1'000'000s;
constexpr std::uint32_t partitions = 8;

auto record(const std::string& service, const std::string& node, std::vector<std::uint32_t> owned,
            const std::string& state = "ready", std::chrono::nanoseconds age = 100ms) -> cluster_facts::record {
  return {json{{"service", service},
               {"node", node},
               {"pid", 7},
               {"version", "0.2.0"},
               {"started_ns", std::chrono::nanoseconds{now - 125s}.count()},
               {"state", state},
               {"partitions", write_ranges(owned)},
               {"lanes", {"inventory.0"}}}
              .dump(),
          now - age};
}

/// As the first version wrote it, which knew no partitions.
auto old_record(const std::string& service, const std::string& node) -> cluster_facts::record {
  return {json{{"service", service}, {"node", node}, {"state", "ready"}}.dump(), now};
}

auto system_with(std::vector<cluster_facts::record> nodes, std::vector<std::string> services = {"order"})
    -> cluster_facts {
  return {.services = std::move(services),
          .nodes = std::move(nodes),
          .durability = "file",
          .partitions = partitions,
          .now = now};
}

TEST(a_cluster, is_served_when_every_partition_has_an_owner) {
  const auto view = make_cluster_view(
      system_with({record("order", "order-1", {0, 1, 2, 3}), record("order", "order-2", {4, 5, 6, 7})}));
  EXPECT_TRUE(view.is_served());
  ASSERT_EQ(view.services.size(), 1U);
  EXPECT_EQ(view.services[0].nodes[0].uptime, 125s);
  EXPECT_EQ(view.services[0].nodes[1].partitions->size(), 4U);
}

TEST(a_cluster, names_the_partitions_without_an_owner) {
  const auto view =
      make_cluster_view(system_with({record("order", "order-1", {0, 1, 5}), record("order", "order-2", {4})}));
  EXPECT_FALSE(view.is_served());
  EXPECT_THAT(view.services[0].unserved, ElementsAre(2, 3, 6, 7));
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}),
              AllOf(HasSubstr("not all served"), HasSubstr("nobody serves partitions 2-3,6-7 of order")));
}

TEST(a_cluster, does_not_count_on_a_node_that_is_silent) {
  const auto view = make_cluster_view(
      system_with({record("order", "order-1", {0, 1, 2, 3}), record("order", "order-2", {4, 5, 6, 7}, "ready", 3s)}));
  EXPECT_EQ(view.find_node("order-2")->state, "silent");
  EXPECT_THAT(view.services[0].unserved, ElementsAre(4, 5, 6, 7));
}

TEST(a_cluster, counts_on_a_node_that_drains_for_what_it_still_holds) {
  const auto view = make_cluster_view(
      system_with({record("order", "order-1", {0, 1, 2, 3, 4, 5}), record("order", "order-2", {6, 7}, "draining")}));
  EXPECT_TRUE(view.is_served());
}

TEST(a_cluster, takes_a_ready_node_of_an_older_version_for_one_that_serves_what_comes) {
  const auto view = make_cluster_view(system_with({old_record("order", "order-1")}));
  EXPECT_TRUE(view.is_served());
  EXPECT_EQ(view.services[0].nodes[0].partitions, std::nullopt);
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}), HasSubstr("not told"));
  const auto told = cluster_json(view)["services"][0]["nodes"][0];
  EXPECT_FALSE(told.contains("partitions"));
  EXPECT_FALSE(told.contains("uptime_ms"));
}

TEST(a_cluster, does_not_count_on_a_node_whose_partitions_cannot_be_read) {
  auto damaged = json::parse(record("order", "order-1", {0}).text);
  damaged["partitions"] = "7-3";
  const auto view = make_cluster_view(system_with({{damaged.dump(), now}}));
  EXPECT_EQ(view.services[0].unserved.size(), partitions);
}

TEST(a_cluster, is_not_served_while_a_service_has_no_node_at_all) {
  std::vector<std::uint32_t> all(partitions);
  std::iota(all.begin(), all.end(), 0);
  const auto view = make_cluster_view(system_with({record("order", "order-1", all)}, {"order", "payment"}));
  EXPECT_FALSE(view.is_served());
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}), HasSubstr("nobody serves partitions 0-7 of payment"));
}

auto status_with(const std::string& counts, const std::string& bounds = "[1,5]") -> json {
  return json::parse(R"({"commands":[{"aggregate":"order","at_most_ms":)" + bounds + R"(,"counts":)" + counts + "}]}");
}

TEST(a_cluster, tells_of_all_nodes_together_how_long_commands_took_at_most) {
  auto facts = system_with({record("order", "order-1", {0}), record("order", "order-2", {1})});
  facts.statuses = {{"order-1", status_with("[90,0,0]")}, {"order-2", status_with("[7,2,1]")}};
  const auto view = make_cluster_view(facts);
  const auto told = cluster_json(view)["services"][0]["commands"][0];
  EXPECT_EQ(
      told,
      ordered_json::parse(
          R"({"aggregate":"order","answered":100,"largest_bound_ms":5.0,"p50_at_most_ms":1.0,"p90_at_most_ms":1.0,"p99_at_most_ms":5.0})"));
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}), AllOf(HasSubstr("<= 1 ms"), HasSubstr("<= 5 ms")));
}

TEST(a_cluster, says_of_what_took_longer_than_all_bounds_only_that) {
  auto facts = system_with({record("order", "order-1", {0})});
  facts.statuses = {{"order-1", status_with("[0,0,3]")}};
  const auto view = make_cluster_view(facts);
  EXPECT_EQ(cluster_json(view)["services"][0]["commands"][0],
            ordered_json::parse(R"({"aggregate":"order","answered":3,"largest_bound_ms":5.0})"));
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}), HasSubstr("> 5 ms"));
}

TEST(a_cluster, takes_no_figures_that_make_no_sense) {
  auto facts = system_with({record("order", "order-1", {0})});
  for (const auto& bad :
       {status_with("[1,2]"), status_with("[1,-2,3]"), status_with("7"), status_with("[1,2,3]", R"(["a",5])"),
        status_with("[5]", "[]"), json::parse(R"({"commands":[7,{"counts":[1]}]})")}) {
    facts.statuses = {{"order-1", bad}};
    EXPECT_THAT(make_cluster_view(facts).services[0].commands(), IsEmpty()) << bad.dump();
  }
}

TEST(a_cluster, passes_over_records_that_are_none) {
  const auto view = make_cluster_view(system_with({{"no json", now}, {"[]", now}, {R"({"node":5})", now}}));
  EXPECT_THAT(view.services[0].nodes, IsEmpty());
}

TEST(a_cluster, tells_how_far_each_durable_reader_is_behind) {
  auto facts = system_with({});
  facts.consumers = {json::parse(R"({"consumers":[
      {"stream_name":"EVT_ORDER","config":{"durable_name":"payment"},
       "num_pending":7,"num_ack_pending":2,"num_redelivered":1},
      {"stream_name":"EVT_ORDER","config":{"name":"tap-1"},"num_pending":9}]})"),
                     json::parse(R"({"error":{"code":404}})")};
  const auto view = make_cluster_view(facts);
  ASSERT_EQ(view.readers.size(), 1U);
  EXPECT_EQ(view.readers[0].reader, "payment");
  EXPECT_EQ(view.readers[0].pending, 7U);
  EXPECT_EQ(view.readers[0].unacked, 2U);
  EXPECT_EQ(view.readers[0].redelivered, 1U);
}

TEST(a_cluster, tells_which_variant_each_node_runs_and_by_which_rule_it_serves) {
  auto canary = json::parse(record("order", "order-b", {0, 1}).text);
  canary["variant"] = "b";
  auto facts = system_with({record("order", "order-1", {2, 3}), {canary.dump(), now}}, {"order", "payment"});
  facts.canaries = {{"order", R"({"variant":"b","share":10})"}, {"payment", R"({"variant":"b"})"}};
  const auto view = make_cluster_view(facts);
  EXPECT_EQ(view.find_node("order-1")->variant, "main") << "an earlier version says nothing of it";
  EXPECT_EQ(view.find_node("order-b")->variant, "b");
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}),
              HasSubstr("order: 10 % (7 of 64 partitions) to nodes of variant b\n"));
  const auto told = cluster_json(view)["services"];
  EXPECT_EQ(told[0]["canary"], ordered_json::parse(R"({"variant":"b","share":10})"));
  EXPECT_EQ(told[0]["nodes"][1]["variant"], "b");
  EXPECT_FALSE(told[1].contains("canary")) << "what is no rule counts as none";
}

TEST(a_cluster, names_its_servers_and_who_of_them_is_away) {
  auto facts = system_with({});
  facts.system_stream = json::parse(R"({"cluster":{"leader":"nats-2","replicas":[
      {"name":"nats-3","current":false,"offline":true},{"name":"nats-1","current":true}]}})");
  facts.account = json::parse(R"({"api":{"level":5}})");
  const auto view = make_cluster_view(facts);
  EXPECT_THAT(cluster_text(view, terminal{color_choice::never}),
              HasSubstr("broker: nats-1, nats-2, nats-3 (offline); JetStream API level 5; durability file"));
}

TEST(a_cluster, says_so_when_its_broker_has_no_leader) {
  EXPECT_THAT(cluster_text(make_cluster_view(system_with({})), terminal{color_choice::never}),
              HasSubstr("broker: no leader"));
}

TEST(a_cluster, shows_breakers_only_where_somebody_depends_on_somebody) {
  auto facts = system_with({record("order", "order-1", {})});
  EXPECT_THAT(cluster_text(make_cluster_view(facts), terminal{color_choice::never}), Not(HasSubstr("outside parties")));
  facts.statuses["order-1"] = json::parse(
      R"({"state":"ready","dependencies":[{"name":"card provider","breaker":"open","calls":40,"rejected":21},"?"]})");
  EXPECT_THAT(cluster_text(make_cluster_view(facts), terminal{color_choice::never}),
              AllOf(HasSubstr("outside parties"), HasSubstr("card provider"), HasSubstr("open"), HasSubstr("21")));
}

TEST(a_cluster, tells_of_parked_keys) {
  auto facts = system_with({});
  EXPECT_THAT(cluster_text(make_cluster_view(facts), terminal{color_choice::never}), HasSubstr("parked: nothing"));
  facts.park_stream = json::parse(R"({"state":{"messages":9,"subjects":{"park.a.b.c":3,"park.a.b.d":2}}})");
  EXPECT_THAT(cluster_text(make_cluster_view(facts), terminal{color_choice::never}), HasSubstr("5 messages of 2 keys"));
  facts.aside_stream = json::parse(R"({"state":{"messages":9,"subjects":{"park.a.b.c.aside":3}}})");
  EXPECT_EQ(make_cluster_view(facts).set_aside, 3U);
  EXPECT_THAT(cluster_text(make_cluster_view(facts), terminal{color_choice::never}), HasSubstr("3 set aside"));
}

TEST(a_cluster, tells_how_far_each_log_is_and_of_no_other_stream) {
  auto facts = system_with({});
  facts.streams = {
      json::parse(R"({"config":{"name":"EVT_ORDER"},"state":{"messages":7,"bytes":900,"last_seq":9}})"),
      json::parse(R"({"config":{"name":"TMR_ORDER"},"state":{"messages":1,"bytes":90,"last_seq":1}})"),
      json::parse(R"({"config":{"name":"EVT_CART"},"state":"none of ours"})"),
      json::object(),
  };
  const auto told = cluster_json(make_cluster_view(facts));
  EXPECT_EQ(told["logs"], ordered_json::parse(R"([{"stream":"EVT_CART","last_position":0,"messages":0,"bytes":0},
                                          {"stream":"EVT_ORDER","last_position":9,"messages":7,"bytes":900}])"));
  EXPECT_EQ(told["now"], to_rfc3339(from_unix_ns(now.count())));
}

TEST(an_uptime, is_told_in_the_unit_that_fits) {
  EXPECT_EQ(uptime_text(12s), "12 s");
  EXPECT_EQ(uptime_text(3min), "3 min");
  EXPECT_EQ(uptime_text(125min), "2 h 5 min");
  EXPECT_EQ(uptime_text(97h), "4 d");
}

} // namespace
} // namespace sinew
