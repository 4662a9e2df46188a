// SPDX-License-Identifier: Apache-2.0
#include "actors/placement.hpp"

#include "kernel/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <algorithm>
#include <map>
#include <set>

namespace {

using namespace sinew::placement;
using names = std::vector<std::string>;

/// One to twelve nodes called as services call theirs.
auto some_nodes() -> names {
  const auto digits = *rc::gen::resize(
      12, rc::gen::nonEmpty(rc::gen::unique<std::vector<std::uint32_t>>(rc::gen::arbitrary<std::uint32_t>())));
  names all;
  for (const auto d : digits)
    all.push_back("order-" + std::to_string(d));
  return all;
}

auto owners(const names& nodes) -> std::map<std::uint32_t, std::string> {
  std::map<std::uint32_t, std::string> all;
  for (const auto& node : nodes)
    for (const auto partition : partitions_of(node, nodes)) {
      RC_ASSERT(!all.contains(partition));
      all[partition] = node;
    }
  return all;
}

TEST(placement, leaves_it_to_those_of_the_service_that_are_ready) {
  const auto node = [](std::string service, std::string name, std::string state) {
    return sinew::node_record{
        .service = std::move(service), .node = std::move(name), .version = "", .state = std::move(state)};
  };
  const sinew::membership_view view{{node("order", "a", "ready"), node("order", "b", "starting"),
                                     node("order", "c", "draining"), node("order", "d", "drained"),
                                     node("payment", "e", "ready"), node("order", "f", "ready")}};
  EXPECT_THAT(takers(view, "order"), ::testing::ElementsAre("a", "f"));
}

TEST(placement, gives_everything_to_one_node_and_nothing_to_nobody) {
  EXPECT_EQ(partitions_of("a", {"a"}).size(), sinew::partition_count);
  EXPECT_TRUE(partitions_of("a", {"b"}).empty());
  EXPECT_EQ(owner_of("partition 1", {}), "");
}

TEST(placement, three_nodes_of_one_service_get_about_the_same) {
  const names nodes{"order-1", "order-2", "order-3"};
  for (const auto& node : nodes) {
    const auto share = partitions_of(node, nodes).size();
    EXPECT_GE(share, 14U) << node;
    EXPECT_LE(share, 29U) << node;
  }
}

RC_GTEST_PROP(placement, gives_each_partition_to_exactly_one_node, ()) {
  RC_ASSERT(owners(some_nodes()).size() == sinew::partition_count);
}

RC_GTEST_PROP(placement, does_not_depend_on_the_order_in_which_nodes_are_listed, ()) {
  auto nodes = some_nodes();
  const auto before = owners(nodes);
  std::ranges::reverse(nodes);
  RC_ASSERT(owners(nodes) == before);
}

RC_GTEST_PROP(placement, moves_only_to_a_node_that_comes, ()) {
  auto nodes = some_nodes();
  const auto before = owners(nodes);
  nodes.emplace_back("order-new");
  for (const auto& [partition, owner] : owners(nodes))
    RC_ASSERT(owner == "order-new" || owner == before.at(partition));
}

RC_GTEST_PROP(placement, moves_only_from_a_node_that_goes, ()) {
  auto nodes = some_nodes();
  RC_PRE(nodes.size() > 1);
  const auto before = owners(nodes);
  const auto gone = nodes.back();
  nodes.pop_back();
  for (const auto& [partition, owner] : owners(nodes))
    RC_ASSERT(before.at(partition) == gone || owner == before.at(partition));
}

RC_GTEST_PROP(placement, gives_nobody_more_than_three_times_the_fair_share_and_then_some, ()) {
  const auto nodes = some_nodes();
  const auto fair = sinew::partition_count / nodes.size();
  for (const auto& node : nodes)
    RC_ASSERT(partitions_of(node, nodes).size() <= 3 * fair + 6);
}

} // namespace
