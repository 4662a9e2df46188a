// SPDX-License-Identifier: Apache-2.0
#include "bench/target/victim.hpp"

#include "bridge/machine.hpp"

#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

using testing::HasSubstr;

auto node(std::string name, std::size_t partitions, std::string state = "ready", std::string machine = "here")
    -> node_view {
  return {.service = "payment",
          .node = std::move(name),
          .state = std::move(state),
          .version = {},
          .uptime = {},
          .partitions = std::vector<std::uint32_t>(partitions),
          .lanes = {},
          .dependencies = {},
          .pid = 4711,
          .machine = std::move(machine)};
}

auto chosen_of(std::vector<node_view> nodes) -> result<node_view> {
  cluster_view view;
  view.services.push_back({.service = "payment", .nodes = std::move(nodes), .unserved = {}});
  return choose_node(view, "payment", "here");
}

TEST(a_victim, is_the_node_that_serves_most) {
  EXPECT_EQ(chosen_of({node("p-1", 20), node("p-2", 44)})->node, "p-2");
  EXPECT_EQ(chosen_of({node("p-1", 20), node("p-2", 44, "ready", "elsewhere")})->node, "p-1");
}

TEST(a_victim, must_leave_somebody_who_takes_over) {
  for (const auto& nodes : {std::vector<node_view>{},
                            {node("p-1", 64)},
                            {node("p-1", 64), node("p-2", 0)},
                            {node("p-1", 32), node("p-2", 32, "silent")},
                            {node("p-1", 32), node("p-2", 32, "draining")}}) {
    const auto chosen = chosen_of(nodes);
    ASSERT_FALSE(chosen);
    EXPECT_THAT(chosen.error().what, HasSubstr("sinew up --nodes 2"));
  }
}

TEST(a_victim, must_be_a_process_of_this_machine) {
  auto untold = node("p-2", 32);
  untold.machine.clear();
  const auto chosen = chosen_of({node("p-1", 32, "ready", "elsewhere"), untold});
  ASSERT_FALSE(chosen);
  EXPECT_THAT(chosen.error().what, HasSubstr("runs on this machine"));
}

TEST(a_machine, has_a_name_of_its_own) {
  EXPECT_THAT(this_machine(), HasSubstr("pid:["));
  EXPECT_EQ(this_machine(), this_machine());
}

} // namespace
} // namespace sinew::bench
