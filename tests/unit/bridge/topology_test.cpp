// SPDX-License-Identifier: Apache-2.0
#include "bridge/topology.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

const json wanted = {{"name", "EVT_ORDER"}, {"subjects", {"a", "b"}}, {"storage", "file"}, {"allow_direct", true}};

TEST(topology, sees_no_difference_where_the_broker_says_more_or_in_another_order) {
  auto existing = wanted;
  existing["subjects"] = {"b", "a"};
  existing["num_replicas"] = 1;
  existing["metadata"] = {{"_nats.ver", "2.15.1"}};
  EXPECT_EQ(topology::difference(wanted, existing), "");
}

TEST(topology, takes_what_the_broker_leaves_out_for_off) {
  auto off = wanted;
  off["deny_purge"] = false;
  EXPECT_EQ(topology::difference(off, wanted), "");
}

TEST(topology, names_stream_field_and_both_values_of_a_difference) {
  auto existing = wanted;
  existing["storage"] = "memory";
  EXPECT_THAT(topology::difference(wanted, existing),
              AllOf(HasSubstr("EVT_ORDER"), HasSubstr("storage"), HasSubstr("memory"), HasSubstr("file")));
  existing = wanted;
  existing.erase("allow_direct");
  EXPECT_THAT(topology::difference(wanted, existing), HasSubstr("allow_direct"));
}

TEST(topology, knows_its_durability_labels) {
  for (const auto* label : {"memory", "file", "fsync", "quorum"})
    EXPECT_EQ(topology::to_string(topology::parse_durability(label).value()), label);
  EXPECT_THAT(topology::parse_durability("paper").error().what,
              AllOf(HasSubstr("paper"), HasSubstr("fsync"), HasSubstr("quorum")));
}

struct item_kind final : aggregate_kind {
  auto name() const -> std::string_view override { return "item"; }
  auto birth() const -> std::unique_ptr<folded_state> override { return nullptr; }
  auto commands() const -> std::vector<std::string_view> override { return {}; }
  auto events() const -> std::vector<std::string_view> override { return {}; }
};

TEST(topology, keeps_everything_on_three_servers_with_quorum_and_on_one_without) {
  const item_kind item;
  const service shop{.name = "shop", .aggregates = {&item}, .reactions = {}, .schema = {}};
  for (const auto label : {topology::durability::memory, topology::durability::file, topology::durability::fsync,
                           topology::durability::quorum}) {
    const auto streams = topology::streams_of(shop, label);
    // The log, snapshots, timers, what is parked, what was given up, and both buckets.
    EXPECT_EQ(streams.size(), 7U);
    for (const auto& stream : streams)
      EXPECT_EQ(stream["num_replicas"], label == topology::durability::quorum ? 3 : 1) << stream;
  }
  for (const auto& stream : topology::streams_of(shop, topology::durability::quorum))
    EXPECT_EQ(stream["storage"], "file") << stream;
}

TEST(topology, lets_durable_consumers_follow_the_replicas_of_their_stream) {
  const auto events =
      topology::consumer_of({.reader = "payment", .upstream = "inventory", .filters = {{"reservation", "reserved"}}});
  EXPECT_FALSE(events.config.contains("num_replicas"));
  EXPECT_FALSE(events.config.contains("mem_storage"));
}

TEST(topology, does_not_take_a_stream_on_one_server_for_one_on_three) {
  auto three = wanted;
  three["num_replicas"] = 3;
  auto one = wanted;
  one["num_replicas"] = 1;
  EXPECT_THAT(topology::difference(three, one), AllOf(HasSubstr("num_replicas"), HasSubstr("1"), HasSubstr("3")));
}

TEST(topology, reads_events_by_type_and_due_timers_from_the_readers_own_stream) {
  const auto events = topology::consumer_of(
      {.reader = "payment", .upstream = "inventory", .filters = {{"reservation", "reserved"}, {"stock", "received"}}});
  EXPECT_EQ(events.stream, "EVT_INVENTORY");
  EXPECT_EQ(events.name, "payment");
  EXPECT_EQ(events.config["filter_subjects"], json({"evt.reservation.*.*.reserved", "evt.stock.*.*.received"}));
  const auto due = topology::consumer_of({.reader = "order", .upstream = "order", .filters = {}});
  EXPECT_EQ(due.stream, "TMR_ORDER");
  EXPECT_EQ(due.name, "order_due");
  EXPECT_EQ(due.config["filter_subjects"], json::array({"due.>"}));
}

TEST(topology, cuts_a_subscription_into_lanes_by_partition) {
  const auto lane = topology::consumer_of(
      {.reader = "payment", .upstream = "inventory", .filters = {{"reservation", "reserved"}}, .lane = 1, .lanes = 32});
  EXPECT_EQ(lane.stream, "EVT_INVENTORY");
  EXPECT_EQ(lane.name, "payment_lane_1_of_32");
  EXPECT_EQ(lane.config["filter_subjects"], json({"evt.reservation.1.*.reserved", "evt.reservation.33.*.reserved"}));
  const auto due =
      topology::consumer_of({.reader = "order", .upstream = "order", .filters = {}, .lane = 0, .lanes = 32});
  EXPECT_EQ(due.name, "order_due_lane_0_of_32");
  EXPECT_EQ(due.config["filter_subjects"], json({"due.*.0.>", "due.*.32.>"}));
}

} // namespace
} // namespace sinew
