// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

namespace contract {

class parking_contract : public contract_test {
 protected:
  auto park(node& by, const sinew::parked_message& what) -> result<void> {
    return awaited<void>([&](auto done) { by.ports().parked.park(what, done); });
  }

  static auto poisoned(std::string id, std::uint64_t position) -> sinew::parked_message {
    return {.service = "till",
            .key = item(id),
            .subject = "evt.item." + std::to_string(sinew::partition_of(id)) + "." + id + ".sold",
            .reason = "invalid_input: \"quoted\", 漢字,\r\n and a second line",
            .position = position,
            .attempts = 5,
            .body = {std::byte{0}, std::byte{255}, std::byte{13}, std::byte{10}, std::byte{0}}};
  }

  static void expect_same(const sinew::parked_message& seen, const sinew::parked_message& parked) {
    EXPECT_EQ(seen.service, parked.service);
    EXPECT_EQ(seen.key, parked.key);
    EXPECT_EQ(seen.subject, parked.subject);
    EXPECT_EQ(seen.reason, parked.reason);
    EXPECT_EQ(seen.position, parked.position);
    EXPECT_EQ(seen.attempts, parked.attempts);
    EXPECT_EQ(seen.body, parked.body);
  }
};

TEST_P(parking_contract, a_parked_message_is_kept_complete) {
  auto& till_1 = start(till(), "till-1");
  const auto what = poisoned("a", 17);
  ASSERT_TRUE(park(till_1, what));
  const auto all = broker().parked();
  ASSERT_EQ(all.size(), 1U);
  expect_same(all.front(), what);
}

TEST_P(parking_contract, parked_messages_keep_their_order) {
  auto& till_1 = start(till(), "till-1");
  const std::vector all{poisoned("a", 17), poisoned("b", 18), poisoned("a", 21)};
  for (const auto& what : all)
    ASSERT_TRUE(park(till_1, what));
  till_1.crash();
  const auto kept = broker().parked();
  ASSERT_EQ(kept.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    expect_same(kept[i], all[i]);
}

TEST_P(parking_contract, an_empty_body_can_be_parked) {
  auto& till_1 = start(till(), "till-1");
  auto what = poisoned("a", 17);
  what.body.clear();
  ASSERT_TRUE(park(till_1, what));
  const auto all = broker().parked();
  ASSERT_EQ(all.size(), 1U);
  expect_same(all.front(), what);
}

} // namespace contract
