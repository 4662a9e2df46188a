// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

#include <algorithm>

namespace contract {

class timers_contract : public contract_test {
 protected:
  /// A timer as it came due.
  struct due {
    delivery what;
    sinew::timestamp when;
  };
  using alarms = std::shared_ptr<std::vector<due>>;

  /// Reads the due timers of `by`'s service, and acknowledges them.
  auto listen(node& by, std::string service, bool acknowledge = true) -> alarms {
    auto got = std::make_shared<std::vector<due>>();
    const auto opened = awaited<void>([&](auto done) {
      by.ports().feeds.open(
          {.reader = service, .upstream = service, .filters = {}, .ack_wait = 300ms},
          [got, acknowledge, ports = by.ports()](const delivery& d) {
            got->push_back({d, ports.clock.now()});
            if (acknowledge)
              ports.feeds.ack(d);
          },
          std::move(done));
    });
    EXPECT_TRUE(opened) << sinew::to_string(opened.error());
    return got;
  }

  /// Arms a timer for `delay` from now; answers when that is.
  auto arm(node& by, const aggregate_key& key, std::chrono::milliseconds delay, std::string_view command,
           std::string_view text = "") -> sinew::timestamp {
    const auto at = by.ports().clock.now() + delay;
    const auto armed =
        awaited<void>([&](auto done) { by.ports().alarms.arm(key, at, written(key, command, text), done); });
    EXPECT_TRUE(armed) << sinew::to_string(armed.error());
    return at;
  }

  auto until_due(const alarms& got, std::size_t count) -> bool {
    return broker().run_until([&] { return got->size() >= count; });
  }
};

TEST_P(timers_contract, a_timer_brings_its_command_and_not_early) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto got = listen(shop_1, "shop");
  const auto at = arm(shop_1, item("a"), 600ms, "expire", "the body");
  ASSERT_TRUE(until_due(got, 1));
  EXPECT_GE(got->front().when, at);
  const auto& d = got->front().what;
  EXPECT_EQ(d.key, item("a"));
  EXPECT_EQ(d.type, "expire");
  EXPECT_EQ(text_of(d.body), "the body");
}

TEST_P(timers_contract, a_time_in_the_past_is_due_at_once) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto got = listen(shop_1, "shop");
  arm(shop_1, item("a"), -1h, "expire");
  EXPECT_TRUE(until_due(got, 1));
}

TEST_P(timers_contract, arming_again_replaces_the_timer_of_that_name) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto got = listen(shop_1, "shop");
  arm(shop_1, item("a"), 700ms, "expire", "old");
  const auto later = arm(shop_1, item("a"), 1500ms, "expire", "new");
  ASSERT_TRUE(until_due(got, 1));
  broker().wait(a_while);
  for (const auto& fired : *got) {
    EXPECT_EQ(text_of(fired.what.body), "new");
    EXPECT_GE(fired.when, later);
  }
}

TEST_P(timers_contract, timers_of_other_names_and_aggregates_are_not_touched_by_arming_or_cancelling) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto got = listen(shop_1, "shop");
  arm(shop_1, item("a"), 400ms, "expire", "a expire");
  arm(shop_1, item("a"), 400ms, "remind", "a remind");
  arm(shop_1, item("b"), 400ms, "expire", "b expire");
  arm(shop_1, item("c"), 400ms, "expire", "c expire");
  shop_1.ports().alarms.cancel(item("c"), "expire");
  const auto has = [&](std::string_view text) {
    return std::ranges::any_of(*got, [&](const auto& fired) { return text_of(fired.what.body) == text; });
  };
  EXPECT_TRUE(broker().run_until([&] { return has("a expire") && has("a remind") && has("b expire"); }));
}

TEST_P(timers_contract, a_timer_outlives_the_node_that_armed_it) {
  auto& shop_1 = start(shop(), "shop-1");
  arm(shop_1, item("a"), 300ms, "expire", "inherited");
  shop_1.crash();
  broker().wait(800ms);
  auto& shop_2 = start(shop(), "shop-2");
  const auto got = listen(shop_2, "shop");
  ASSERT_TRUE(until_due(got, 1));
  EXPECT_EQ(text_of(got->front().what.body), "inherited");
}

TEST_P(timers_contract, a_due_timer_comes_again_until_it_is_acknowledged) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto got = listen(shop_1, "shop", false);
  arm(shop_1, item("a"), 100ms, "expire");
  ASSERT_TRUE(until_due(got, 2));
  shop_1.ports().feeds.ack(got->back().what);
  broker().wait(a_while);
  const auto count = got->size();
  broker().wait(800ms);
  EXPECT_EQ(got->size(), count);
}

TEST_P(timers_contract, due_timers_go_to_the_service_that_armed_them) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto at_shop = listen(shop_1, "shop");
  const auto at_till = listen(till_1, "till");
  arm(till_1, {"bill", "a"}, 100ms, "expire");
  ASSERT_TRUE(until_due(at_till, 1));
  broker().wait(a_while);
  EXPECT_TRUE(at_shop->empty());
}

} // namespace contract
