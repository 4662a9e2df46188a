// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

#include <algorithm>

namespace contract {

class membership_contract : public contract_test {
 protected:
  static auto record(std::string node, std::string state) -> sinew::node_record {
    return {.service = "till",
            .node = std::move(node),
            .pid = 4711,
            .version = "1.2.3",
            .started = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + 250ms,
            .state = std::move(state)};
  }

  /// The states of the nodes that are there, by name: "till-1 ready".
  auto seen() -> std::vector<std::string> {
    std::vector<std::string> all;
    for (const auto& member : broker().members())
      all.push_back(member.node + " " + member.state);
    std::ranges::sort(all);
    return all;
  }
  auto sees(const std::vector<std::string>& expected) -> bool {
    return broker().run_until([&] { return seen() == expected; });
  }
};

TEST_P(membership_contract, an_announced_node_is_seen_with_all_it_says) {
  auto& till_1 = start(till(), "till-1");
  EXPECT_TRUE(broker().members().empty());
  const auto self = record("till-1", "starting");
  till_1.ports().members.announce(self);
  ASSERT_TRUE(sees({"till-1 starting"}));
  const auto found = broker().members().front();
  EXPECT_EQ(found.service, self.service);
  EXPECT_EQ(found.pid, self.pid);
  EXPECT_EQ(found.version, self.version);
  EXPECT_EQ(found.started, self.started);
}

TEST_P(membership_contract, announcing_again_replaces_the_record) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  till_1.ports().members.announce(record("till-1", "starting"));
  till_2.ports().members.announce(record("till-2", "ready"));
  till_1.ports().members.announce(record("till-1", "ready"));
  EXPECT_TRUE(sees({"till-1 ready", "till-2 ready"}));
}

TEST_P(membership_contract, a_node_that_leaves_is_gone_at_once) {
  auto& till_1 = start(till(), "till-1");
  till_1.ports().members.announce(record("till-1", "draining"));
  ASSERT_TRUE(sees({"till-1 draining"}));
  till_1.ports().members.leave(record("till-1", "draining"));
  EXPECT_TRUE(sees({}));
}

TEST_P(membership_contract, a_node_that_falls_silent_is_gone_after_the_time_to_live) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  till_1.ports().members.announce(record("till-1", "ready"));
  till_2.ports().members.announce(record("till-2", "ready"));
  ASSERT_TRUE(sees({"till-1 ready", "till-2 ready"}));
  till_1.crash();
  broker().wait(3s);
  EXPECT_THAT(seen(), ::testing::ElementsAre("till-1 ready", "till-2 ready"));
  till_2.ports().members.announce(record("till-2", "ready"));
  EXPECT_TRUE(broker().run_until([&] { return seen() == std::vector<std::string>{"till-2 ready"}; }, 4s));
}

} // namespace contract
