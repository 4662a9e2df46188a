// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/subscriptions_contract.hpp"

namespace contract {

/// A subscription cut into several, by partition.
class lanes_contract : public subscriptions_contract {};

TEST_P(lanes_contract, lanes_share_a_stream_by_partition) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  auto what = sales(patient);
  what.lanes = 2;
  const auto even = open(till_1, what);
  what.lane = 1;
  const auto odd = open(till_2, what);
  sell(shop_1, 20);
  ASSERT_TRUE(broker().run_until([&] { return even->size() + odd->size() == 20; }));
  broker().wait(a_while);
  EXPECT_EQ(even->size() + odd->size(), 20U);
  for (const auto& d : *even)
    EXPECT_EQ(d.key.partition() % 2, 0U);
  for (const auto& d : *odd)
    EXPECT_EQ(d.key.partition() % 2, 1U);
}

TEST_P(lanes_contract, a_lane_keeps_its_place_apart_from_the_others) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto what = sales(3s); // as long may it take to open again, should an ack still be on its way
  what.lanes = 2;
  sell(shop_1, 10);
  const auto first = open(till_1, what);
  ASSERT_TRUE(broker().run_until([&] { return !first->empty(); }));
  broker().wait(a_while);
  acknowledge(till_1, first);
  till_1.ports().feeds.close(what);
  const auto again = open(till_1, what);
  what.lane = 1;
  const auto other = open(till_1, what);
  EXPECT_TRUE(until_size(other, static_cast<int>(10 - first->size())));
  EXPECT_TRUE(again->empty());
}

TEST_P(lanes_contract, lanes_share_out_due_timers_too) {
  auto& till_1 = start(till(), "till-1");
  sinew::subscription what{.reader = "till", .upstream = "till", .filters = {}, .lanes = 2, .ack_wait = patient};
  const auto even = open(till_1, what);
  what.lane = 1;
  const auto odd = open(till_1, what);
  for (int i = 0; i < 8; ++i) {
    const aggregate_key bill{"bill", "b-" + std::to_string(i)};
    const auto armed = awaited<void>(
        [&](auto done) { till_1.ports().alarms.arm(bill, till_1.ports().clock.now(), written(bill, "remind"), done); });
    ASSERT_TRUE(armed);
  }
  ASSERT_TRUE(broker().run_until([&] { return even->size() + odd->size() == 8; }));
  for (const auto& d : *even)
    EXPECT_EQ(d.key.partition() % 2, 0U);
}

} // namespace contract
