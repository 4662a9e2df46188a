// SPDX-License-Identifier: Apache-2.0
#include "actors/placement.hpp"

#include "kernel/names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace {

using namespace sinew::placement;
using names = std::vector<std::string>;

auto partitions_among(std::string_view node, const names& nodes) -> std::vector<std::uint32_t> {
  return partitions_of(node, {.main = nodes, .canary = nodes});
}

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
    for (const auto partition : partitions_among(node, nodes)) {
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
  EXPECT_THAT(crew_of(view, "order").main, ::testing::ElementsAre("a", "f"));
}

TEST(placement, gives_everything_to_one_node_and_nothing_to_nobody) {
  EXPECT_EQ(partitions_among("a", {"a"}).size(), sinew::partition_count);
  EXPECT_TRUE(partitions_among("a", {"b"}).empty());
  EXPECT_EQ(owner_of("partition 1", {}), "");
}

TEST(placement, three_nodes_of_one_service_get_about_the_same) {
  const names nodes{"order-1", "order-2", "order-3"};
  for (const auto& node : nodes) {
    const auto share = partitions_among(node, nodes).size();
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
    RC_ASSERT(partitions_among(node, nodes).size() <= 3 * fair + 6);
}

// -- with a canary ----------------------------------------------------------------------------------------------------

/// Who has what, of nodes of `order` that are ready: name and variant of each.
class fleet {
 public:
  using nodes = std::vector<std::pair<std::string, std::string>>;

  explicit fleet(const nodes& all) {
    for (const auto& [node, variant] : all)
      view_.nodes.push_back({.service = "order", .node = node, .version = "", .state = "ready", .variant = variant});
  }

  auto ruled(std::string variant, std::uint32_t share) -> fleet& {
    view_.canary = sinew::canary_rule{std::move(variant), share};
    return *this;
  }
  [[nodiscard]] auto crew() const -> sinew::placement::crew { return crew_of(view_, "order"); }
  [[nodiscard]] auto held_by(std::string_view node) const -> std::size_t { return partitions_of(node, crew()).size(); }
  [[nodiscard]] auto owners() const -> names {
    names all;
    for (std::uint32_t p = 0; p < sinew::partition_count; ++p)
      all.emplace_back(owner_of_partition(p, crew()));
    return all;
  }

 private:
  sinew::membership_view view_;
};

const fleet::nodes two_and_a_canary{{"a", "main"}, {"b", "main"}, {"c", "new"}};

auto lane_of(std::uint32_t lane, std::uint32_t lanes) -> sinew::subscription {
  return {.reader = "order", .upstream = "cart", .filters = {{"cart", "filled"}}, .lane = lane, .lanes = lanes};
}

TEST(a_canary, has_the_share_of_the_partitions_that_its_rule_says) {
  fleet nodes{two_and_a_canary};
  for (const auto& [share, partitions] :
       std::map<std::uint32_t, std::size_t>{{0, 0}, {1, 1}, {2, 2}, {10, 7}, {25, 16}, {50, 32}, {99, 64}, {100, 64}}) {
    nodes.ruled("new", share);
    EXPECT_EQ(nodes.held_by("c"), partitions) << share;
    EXPECT_EQ(nodes.held_by("a") + nodes.held_by("b"), 64 - partitions) << share;
  }
}

TEST(a_canary, has_nothing_without_a_rule) {
  fleet nodes{two_and_a_canary};
  EXPECT_EQ(nodes.held_by("c"), 0U);
  nodes.ruled("newer", 50);
  EXPECT_EQ(nodes.held_by("c"), 0U) << "the rule is about others";
}

TEST(a_canary, that_is_not_there_leaves_its_share_to_main) {
  fleet nodes{{{"a", "main"}, {"b", "main"}}};
  const auto before = nodes.owners();
  EXPECT_EQ(nodes.ruled("new", 50).owners(), before);
}

TEST(a_canary, serves_everything_when_nobody_else_is_there) {
  fleet nodes{{{"c", "new"}}};
  EXPECT_EQ(nodes.held_by("c"), 64U);
  EXPECT_EQ(nodes.ruled("new", 10).held_by("c"), 64U);
  EXPECT_EQ(nodes.ruled("newer", 10).held_by("c"), 64U);
}

TEST(a_canary, reads_as_many_lanes_as_its_share_covers_whole) {
  fleet nodes{two_and_a_canary};
  const auto reads = [&](std::uint32_t share, std::uint32_t lanes) {
    nodes.ruled("new", share);
    std::uint32_t all = 0;
    for (std::uint32_t lane = 0; lane < lanes; ++lane)
      all += owner_of_lane(lane_of(lane, lanes), nodes.crew()) == "c" ? 1 : 0;
    return all;
  };
  EXPECT_EQ(reads(99, 1), 0U);
  EXPECT_EQ(reads(100, 1), 1U);
  EXPECT_EQ(reads(33, 3), 0U);
  EXPECT_EQ(reads(34, 3), 1U);
  EXPECT_EQ(reads(10, 64), 6U);
  EXPECT_EQ(reads(0, 64), 0U);
}

/// One to eight nodes, some of them canaries.
auto some_fleet() -> fleet {
  fleet::nodes all;
  const auto count = *rc::gen::inRange(1, 9);
  for (int i = 0; i < count; ++i)
    all.emplace_back("order-" + std::to_string(i), *rc::gen::element<std::string>("main", "main", "new"));
  return fleet{all};
}

RC_GTEST_PROP(a_canary, or_somebody_has_each_partition_whatever_the_rule, ()) {
  auto nodes = some_fleet();
  nodes.ruled(*rc::gen::element<std::string>("new", "newer"), *rc::gen::inRange(0U, 101U));
  for (const auto& owner : nodes.owners())
    RC_ASSERT(!owner.empty());
}

RC_GTEST_PROP(a_canary, whose_share_grows_only_gains_and_nothing_else_moves, ()) {
  auto nodes = some_fleet();
  const auto less = *rc::gen::inRange(0U, 101U);
  const auto more = *rc::gen::inRange(less, 101U);
  const auto before = nodes.ruled("new", less).owners();
  const auto canaries = nodes.crew().canary;
  const auto after = nodes.ruled("new", more).owners();
  for (std::size_t p = 0; p < after.size(); ++p)
    RC_ASSERT(after[p] == before[p] || std::ranges::find(canaries, after[p]) != canaries.end());
}

} // namespace
