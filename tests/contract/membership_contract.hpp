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
  /// What `by` is told of the nodes that are there, newest last.
  struct watched {
    std::vector<std::vector<std::string>> views;
    sinew::membership_view last;
  };
  static auto watch(node& by) -> std::shared_ptr<watched> {
    auto all = std::make_shared<watched>();
    by.ports().members.watch([all](const sinew::membership_view& view) {
      std::vector<std::string> now;
      for (const auto& member : view.nodes)
        now.push_back(member.node + " " + member.state);
      all->views.push_back(std::move(now));
      all->last = view;
    });
    return all;
  }
  auto sees(const watched& all, const std::vector<std::string>& expected, std::chrono::milliseconds patience = ample)
      -> bool {
    return broker().run_until([&] { return !all.views.empty() && all.views.back() == expected; }, patience);
  }
  /// Announces `self` as nodes do, again and again, until the watcher has heard it: one word may get lost on the way, above all
  /// where the two are at different servers.
  auto sees_announced(const watched& all, const std::vector<std::string>& expected, node& by,
                      const sinew::node_record& self) -> bool {
    for (auto left = std::chrono::milliseconds{ample}; left > 0ms; left -= sinew::heartbeat_interval) {
      by.ports().members.announce(self);
      if (sees(all, expected, sinew::heartbeat_interval))
        return true;
    }
    return false;
  }
  /// Lets `duration` pass, in which each of `alive` is heard of as often as it must be.
  void beat(std::chrono::milliseconds duration, const std::vector<std::pair<node*, sinew::node_record>>& alive) {
    for (auto left = duration; left > 0ms; left -= sinew::heartbeat_interval) {
      for (const auto& [by, self] : alive)
        by->ports().members.announce(self);
      broker().wait(std::min(left, sinew::heartbeat_interval));
    }
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

TEST_P(membership_contract, a_record_says_what_its_node_holds) {
  auto& till_1 = start(till(), "till-1");
  auto self = record("till-1", "ready");
  self.partitions = {0, 1, 2, 5, 63};
  self.lanes = {"due.0", "shop.0"};
  till_1.ports().members.announce(self);
  ASSERT_TRUE(sees({"till-1 ready"}));
  EXPECT_EQ(broker().members().front(), self);
}

// -- watching ---------------------------------------------------------------------------------------------------------

TEST_P(membership_contract, the_first_view_of_an_empty_system_is_empty) {
  auto& till_1 = start(till(), "till-1");
  const auto seen_by_1 = watch(till_1);
  EXPECT_TRUE(seen_by_1->views.empty()) << "called back from inside the call";
  EXPECT_TRUE(sees(*seen_by_1, {}));
}

TEST_P(membership_contract, a_watcher_is_told_of_each_change_and_of_nothing_else) {
  auto& till_1 = start(till(), "till-1");
  auto& shop_1 = start(shop(), "shop-1");
  const auto seen_by_1 = watch(till_1);
  ASSERT_TRUE(sees(*seen_by_1, {}));
  ASSERT_TRUE(sees_announced(*seen_by_1, {"shop-1 starting"}, shop_1, record("shop-1", "starting")));
  auto ready = record("shop-1", "ready");
  ASSERT_TRUE(sees_announced(*seen_by_1, {"shop-1 ready"}, shop_1, ready));
  EXPECT_EQ(seen_by_1->last.nodes.front(), ready);
  beat(2s, {{&shop_1, ready}});
  EXPECT_EQ(seen_by_1->views.size(), 3U);
  ready.partitions = {4};
  beat(1s, {{&shop_1, ready}});
  ASSERT_TRUE(broker().run_until([&] { return seen_by_1->views.size() == 4; }));
  EXPECT_EQ(seen_by_1->last.nodes.front(), ready);
  EXPECT_FALSE(seen_by_1->last.was_away);
}

TEST_P(membership_contract, a_watcher_that_comes_later_is_told_of_those_who_are_there_first) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  till_1.ports().members.announce(record("till-1", "ready"));
  ASSERT_TRUE(sees({"till-1 ready"}));
  const auto seen_by_2 = watch(till_2);
  broker().wait(a_while);
  EXPECT_TRUE(seen_by_2->views.empty()) << "the record may be that of a dead node";
  ASSERT_TRUE(sees_announced(*seen_by_2, {"till-1 ready"}, till_1, record("till-1", "ready")));
  EXPECT_EQ(seen_by_2->views.size(), 1U);
}

TEST_P(membership_contract, a_record_left_behind_by_a_dead_node_delays_the_first_view_and_is_not_in_it) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  till_1.ports().members.announce(record("till-1", "ready"));
  ASSERT_TRUE(sees({"till-1 ready"}));
  till_1.crash();
  const auto seen_by_2 = watch(till_2);
  EXPECT_TRUE(sees(*seen_by_2, {}, 2'500ms));
  EXPECT_EQ(seen_by_2->views.size(), 1U);
}

TEST_P(membership_contract, a_node_that_is_silent_for_the_limit_is_dead_to_a_watcher_while_others_live_on) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  const auto seen_by_2 = watch(till_2);
  ASSERT_TRUE(sees(*seen_by_2, {}));
  const auto self_2 = record("till-2", "ready");
  till_1.ports().members.announce(record("till-1", "ready"));
  beat(500ms, {{&till_2, self_2}});
  ASSERT_TRUE(sees(*seen_by_2, {"till-1 ready", "till-2 ready"}));
  till_1.crash();
  broker().wait(200ms);
  EXPECT_TRUE(sees(*seen_by_2, {"till-1 ready", "till-2 ready"})) << "struck out too early";
  beat(1'500ms, {{&till_2, self_2}});
  EXPECT_TRUE(sees(*seen_by_2, {"till-2 ready"}, 1ms));
}

TEST_P(membership_contract, a_watcher_sees_at_once_that_a_node_leaves) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  const auto seen_by_2 = watch(till_2);
  ASSERT_TRUE(sees(*seen_by_2, {}));
  ASSERT_TRUE(sees_announced(*seen_by_2, {"till-1 draining"}, till_1, record("till-1", "draining")));
  till_1.ports().members.leave(record("till-1", "draining"));
  EXPECT_TRUE(sees(*seen_by_2, {}, 1s));
}

// -- rules ------------------------------------------------------------------------------------------------------------

TEST_P(membership_contract, a_watcher_is_told_the_rule_of_its_service_first_and_whenever_it_changes) {
  auto& till_1 = start(till(), "till-1");
  const sinew::canary_rule tenth{"b", 10};
  broker().rule("till", tenth);
  const auto seen_by_1 = watch(till_1);
  ASSERT_TRUE(broker().run_until([&] { return !seen_by_1->views.empty(); }));
  EXPECT_EQ(seen_by_1->last.canary, tenth) << "known from the first view on";
  for (const auto& next : {std::optional{sinew::canary_rule{"b", 50}}, std::optional{sinew::canary_rule{"c", 50}},
                           std::optional<sinew::canary_rule>{}, std::optional{tenth}}) {
    broker().rule("till", next);
    EXPECT_TRUE(broker().run_until([&] { return seen_by_1->last.canary == next; }));
  }
  EXPECT_EQ(seen_by_1->views.size(), 5U);
}

TEST_P(membership_contract, a_watcher_is_told_no_rule_of_another_service) {
  auto& till_1 = start(till(), "till-1");
  auto& shop_1 = start(shop(), "shop-1");
  const auto seen_by_1 = watch(till_1);
  const auto seen_by_shop = watch(shop_1);
  ASSERT_TRUE(broker().run_until([&] { return !seen_by_1->views.empty() && !seen_by_shop->views.empty(); }));
  broker().rule("shop", sinew::canary_rule{"b", 10});
  ASSERT_TRUE(broker().run_until([&] { return seen_by_shop->last.canary.has_value(); }));
  broker().wait(a_while);
  EXPECT_FALSE(seen_by_1->last.canary);
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
