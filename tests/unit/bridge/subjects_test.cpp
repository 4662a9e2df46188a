// SPDX-License-Identifier: Apache-2.0
#include "bridge/subjects.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

const aggregate_key order{"order", "o-1"};
const std::string p = std::to_string(partition_of("o-1"));

TEST(subjects, have_the_form_that_every_client_relies_on) {
  EXPECT_EQ(subject::event(order, "placed"), "evt.order." + p + ".o-1.placed");
  EXPECT_EQ(subject::events_of(order), "evt.order." + p + ".o-1.>");
  EXPECT_EQ(subject::events_named("order", "placed"), "evt.order.*.*.placed");
  EXPECT_EQ(subject::command(order, "place"), "cmd.order." + p + ".place");
  EXPECT_EQ(subject::query("order", "state"), "qry.order.state");
  EXPECT_EQ(subject::snapshot(order), "snp.order." + p + ".o-1");
  EXPECT_EQ(subject::timer(order, "expire"), "tmr.order." + p + ".o-1.expire");
  EXPECT_EQ(subject::due(order, "expire"), "due.order." + p + ".o-1.expire");
  EXPECT_EQ(subject::parked("payment", order), "park.payment.order.o-1");
  EXPECT_EQ(subject::parked_keys("payment"), "park.payment.*.*");
  EXPECT_EQ(subject::parked_note("payment", order), "park.payment.order.o-1.tried");
  EXPECT_EQ(subject::set_aside("payment", order), "park.payment.order.o-1.aside");
  EXPECT_EQ(subject::event_stream("order"), "EVT_ORDER");
  EXPECT_EQ(subject::bucket_key(subject::system_bucket, subject::schema_key("order")), "$KV.system.schema.order");
  EXPECT_EQ(subject::route_key(subject::route_of_nodes, "order"), "route.nodes.order");
}

TEST(subjects, know_the_keys_of_routes) {
  const auto row = subject::parse_route("route.nodes.order");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->kind, "nodes");
  EXPECT_EQ(row->name, "order");
  for (const auto* key : {"", "route", "route.", "route.nodes", "route.nodes.", "route..order", "route.nodes.a.b",
                          "route.Nodes.order", "schema.order", "routes.nodes.order"})
    EXPECT_FALSE(subject::parse_route(key)) << key;
}

TEST(subjects, tell_what_they_were_built_from) {
  for (const auto& text : {subject::event(order, "placed"), subject::due(order, "placed")}) {
    const auto parts = subject::parse(text);
    ASSERT_TRUE(parts) << text;
    EXPECT_EQ(parts->key, order);
    EXPECT_EQ(parts->name, "placed");
  }
  const auto parked = subject::parse_parked(subject::parked("payment", order));
  ASSERT_TRUE(parked);
  EXPECT_EQ(parked->service, "payment");
  EXPECT_EQ(parked->key, order);
  EXPECT_FALSE(parked->is_aside);
  EXPECT_TRUE(subject::parse_parked(subject::set_aside("payment", order))->is_aside);
  EXPECT_FALSE(subject::parse_parked(subject::parked_note("payment", order))) << "a note is no message";
  EXPECT_EQ(subject::key_in_bucket("system", "$KV.system.schema.order"), "schema.order");
  EXPECT_EQ(subject::key_in_bucket("system", "$KV.nodes.order.n1"), "");
}

TEST(subjects, of_foreign_making_are_refused_with_a_reason) {
  const auto wrong_partition =
      "evt.order." + std::to_string((partition_of("o-1") + 1) % partition_count) + ".o-1.placed";
  for (const std::string& text :
       {std::string{}, std::string{"evt"}, std::string{"evt.order.17"}, wrong_partition,
        "evt.order." + p + ".o-1.placed.more", "cmd.order." + p + ".o-1.placed", "evt.Order." + p + ".o-1.placed",
        "evt.order.0" + p + ".o-1.placed", "evt.order." + p + ".o 1.placed", std::string{"evt...."}}) {
    const auto parts = subject::parse(text);
    ASSERT_FALSE(parts) << text;
    EXPECT_EQ(parts.error().code, errc::invalid_input);
    EXPECT_NE(parts.error().what.find("'" + text + "'"), std::string::npos);
  }
}

} // namespace
} // namespace sinew
