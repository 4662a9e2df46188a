// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

#include <algorithm>
#include <set>

namespace contract {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class subscriptions_contract : public contract_test {
 protected:
  /// The till reads what the shop has sold.
  static auto sales(std::chrono::milliseconds ack_wait = 300ms, std::size_t window = 512) -> sinew::subscription {
    return {
        .reader = "till", .upstream = "shop", .filters = {{"item", "sold"}}, .window = window, .ack_wait = ack_wait};
  }
  static constexpr auto patient = 30s; // an ack wait that no test outlasts

  /// Sells `count` items, each with an id and text of its own: "0", "1" …
  void sell(node& by, int count, int first = 0) {
    for (int i = first; i < first + count; ++i)
      append_one(by, item("i-" + std::to_string(i)), 0, "sold", std::to_string(i));
  }
  static void acknowledge(node& by, const inbox& got) {
    for (const auto& d : *got)
      by.ports().feeds.ack(d);
  }
};

TEST_P(subscriptions_contract, delivers_what_was_stored_before_and_after_it_was_opened) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 2);
  const auto got = open(till_1, sales(patient));
  ASSERT_TRUE(until_size(got, 2));
  sell(shop_1, 2, 2);
  ASSERT_TRUE(until_size(got, 4));
  EXPECT_THAT(texts_of(*got), ElementsAre("0", "1", "2", "3"));
}

TEST_P(subscriptions_contract, a_delivery_tells_where_it_comes_from) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = open(till_1, sales(patient));
  const auto position = append_one(shop_1, item("a"), 0, "sold", "text");
  ASSERT_TRUE(until_size(got, 1));
  const auto& d = got->front();
  EXPECT_EQ(d.key, item("a"));
  EXPECT_EQ(d.type, "sold");
  EXPECT_EQ(d.position, position);
  EXPECT_EQ(d.attempt, 1U);
  EXPECT_EQ(text_of(d.body), "text");
}

TEST_P(subscriptions_contract, delivers_only_what_the_filters_name) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto what = sales(patient);
  what.filters.push_back({"basket", "filled"});
  const auto got = open(till_1, what);
  const auto first = append_one(shop_1, item("a"), 0, "opened", "no");
  append_one(shop_1, item("a"), first, "sold", "yes 1");
  append_one(shop_1, {"basket", "b"}, 0, "sold", "no");
  append_one(shop_1, {"basket", "c"}, 0, "filled", "yes 2");
  append_one(shop_1, item("d"), 0, "filled", "no");
  ASSERT_TRUE(until_size(got, 2));
  broker().wait(a_while);
  EXPECT_THAT(texts_of(*got), ElementsAre("yes 1", "yes 2"));
}

TEST_P(subscriptions_contract, a_service_may_read_its_own_stream) {
  auto& shop_1 = start(shop(), "shop-1");
  auto what = sales(patient);
  what.reader = "shop";
  const auto got = open(shop_1, what);
  sell(shop_1, 1);
  EXPECT_TRUE(until_size(got, 1));
}

TEST_P(subscriptions_contract, delivers_each_of_several_messages_that_were_stored_together) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  const auto got = open(till_1, sales(patient));
  const auto key = item("a");
  ASSERT_TRUE(
      append(shop_1, key, 0, {written(key, "sold", "1"), written(key, "opened", "-"), written(key, "sold", "2")}));
  ASSERT_TRUE(until_size(got, 2));
  EXPECT_THAT(texts_of(*got), ElementsAre("1", "2"));
}

TEST_P(subscriptions_contract, never_has_more_than_the_window_unacknowledged) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 10);
  const auto got = open(till_1, sales(patient, 4));
  ASSERT_TRUE(until_size(got, 4));
  broker().wait(a_while);
  ASSERT_EQ(got->size(), 4U);
  till_1.ports().feeds.ack(got->at(1));
  ASSERT_TRUE(until_size(got, 5));
  broker().wait(a_while);
  EXPECT_EQ(got->size(), 5U);
}

TEST_P(subscriptions_contract, works_through_much_more_than_the_window) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 40);
  std::vector<std::string> got;
  till_1.ports().feeds.open(
      sales(patient, 3),
      [&](const delivery& d) {
        got.push_back(text_of(d.body));
        till_1.ports().feeds.ack(d);
      },
      [](const auto&) {});
  EXPECT_TRUE(broker().run_until([&] { return got.size() == 40; })) << got.size();
}

TEST_P(subscriptions_contract, an_unacknowledged_message_comes_again_after_the_ack_wait) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 1);
  const auto got = open(till_1, sales(400ms));
  ASSERT_TRUE(until_size(got, 1));
  const auto first_time = till_1.ports().clock.now();
  ASSERT_TRUE(until_size(got, 2));
  EXPECT_GE(till_1.ports().clock.now() - first_time, 300ms);
  EXPECT_EQ(got->at(1).attempt, 2U);
  EXPECT_EQ(got->at(1).position, got->at(0).position);
  EXPECT_EQ(got->at(1).body, got->at(0).body);
}

TEST_P(subscriptions_contract, an_acknowledged_message_never_comes_again) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 3);
  const auto got = open(till_1, sales(400ms));
  ASSERT_TRUE(until_size(got, 3));
  acknowledge(till_1, got);
  broker().wait(1200ms);
  EXPECT_EQ(got->size(), 3U);
}

TEST_P(subscriptions_contract, a_message_to_retry_comes_again_but_not_before_the_delay) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 1);
  const auto got = open(till_1, sales(patient));
  ASSERT_TRUE(until_size(got, 1));
  const auto begun = till_1.ports().clock.now();
  till_1.ports().feeds.retry(got->front(), 500ms);
  ASSERT_TRUE(until_size(got, 2));
  EXPECT_GE(till_1.ports().clock.now() - begun, 490ms);
  EXPECT_EQ(got->at(1).attempt, 2U);
}

TEST_P(subscriptions_contract, a_message_to_retry_does_not_hold_up_the_others) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 1);
  const auto got = open(till_1, sales(patient));
  ASSERT_TRUE(until_size(got, 1));
  till_1.ports().feeds.retry(got->front(), 20s);
  sell(shop_1, 2, 1);
  ASSERT_TRUE(until_size(got, 3));
  EXPECT_THAT(texts_of(*got), ElementsAre("0", "1", "2"));
}

TEST_P(subscriptions_contract, work_in_progress_starts_the_ack_wait_anew) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 1);
  const auto got = open(till_1, sales(800ms));
  ASSERT_TRUE(until_size(got, 1));
  for (int i = 0; i < 4; ++i) {
    broker().wait(a_while);
    till_1.ports().feeds.in_progress(got->front());
  }
  EXPECT_EQ(got->size(), 1U);
  EXPECT_TRUE(until_size(got, 2));
}

TEST_P(subscriptions_contract, what_was_delivered_too_often_is_given_up_and_told_until_it_is_acknowledged) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto few = sales(300ms);
  few.most_deliveries = 2;
  const auto got = open(till_1, few);
  sell(shop_1, 1);
  ASSERT_TRUE(until_size(got, 3));
  EXPECT_EQ((*got)[0].attempt, 1U);
  EXPECT_EQ((*got)[1].attempt, 2U);
  EXPECT_FALSE((*got)[1].given_up);
  EXPECT_TRUE((*got)[2].given_up);
  till_1.crash();
  auto& till_2 = start(till(), "till-2");
  const auto again = open(till_2, few);
  ASSERT_TRUE(until_size(again, 1));
  const auto& d = again->front();
  EXPECT_TRUE(d.given_up);
  EXPECT_EQ(d.key, item("i-0"));
  EXPECT_EQ(d.type, "sold");
  EXPECT_EQ(d.position, got->front().position);
  EXPECT_GE(d.attempt, 2U);
  EXPECT_EQ(text_of(d.body), "0");
  till_2.ports().feeds.ack(d);
  broker().wait(100ms);
  till_2.crash();
  const auto never = open(start(till(), "till-3"), few);
  broker().wait(1s);
  EXPECT_THAT(*never, ::testing::IsEmpty());
}

TEST_P(subscriptions_contract, the_readers_place_survives_a_crash) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 3);
  const auto before = open(till_1, sales(400ms));
  ASSERT_TRUE(until_size(before, 3));
  till_1.ports().feeds.ack(before->at(0));
  till_1.ports().feeds.ack(before->at(2));
  broker().wait(100ms);
  till_1.crash();
  auto& till_2 = start(till(), "till-2");
  const auto after = open(till_2, sales(400ms));
  ASSERT_TRUE(until_size(after, 1));
  acknowledge(till_2, after);
  broker().wait(800ms);
  EXPECT_THAT(texts_of(*after), ElementsAre("1"));
  EXPECT_GE(after->front().attempt, 2U);
}

TEST_P(subscriptions_contract, nodes_of_one_reader_share_the_messages) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  const auto first = open(till_1, sales(patient));
  const auto second = open(till_2, sales(patient));
  sell(shop_1, 20);
  ASSERT_TRUE(broker().run_until([&] { return first->size() + second->size() >= 20; }));
  broker().wait(a_while);
  std::multiset<std::string> all;
  for (const auto& got : {first, second})
    for (const auto& text : texts_of(*got))
      all.insert(text);
  EXPECT_EQ(all.size(), 20U);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 20U);
}

TEST_P(subscriptions_contract, readers_of_different_services_each_get_everything) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto at_shop = sales(patient);
  at_shop.reader = "shop";
  const auto first = open(till_1, sales(patient));
  const auto second = open(shop_1, at_shop);
  sell(shop_1, 3);
  EXPECT_TRUE(until_size(first, 3));
  EXPECT_TRUE(until_size(second, 3));
}

TEST_P(subscriptions_contract, a_node_that_closed_gets_nothing_new_but_its_acks_count) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  sell(shop_1, 1);
  const auto before = open(till_1, sales(600ms));
  ASSERT_TRUE(until_size(before, 1));
  till_1.ports().feeds.close(sales(600ms));
  broker().wait(100ms);
  sell(shop_1, 1, 1);
  broker().wait(100ms);
  till_1.ports().feeds.ack(before->front());
  broker().wait(a_while);
  EXPECT_THAT(texts_of(*before), ElementsAre("0"));
  auto& till_2 = start(till(), "till-2");
  const auto after = open(till_2, sales(600ms));
  ASSERT_TRUE(until_size(after, 1));
  acknowledge(till_2, after);
  broker().wait(900ms);
  EXPECT_THAT(texts_of(*after), ElementsAre("1"));
}

TEST_P(subscriptions_contract, a_new_reader_gets_first_what_a_dead_one_has_left) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  sell(shop_1, 3);
  const auto before = open(till_1, sales(600ms));
  ASSERT_TRUE(until_size(before, 3));
  till_1.ports().feeds.ack(before->at(1));
  broker().wait(100ms);
  till_1.crash();
  sell(shop_1, 2, 3);
  const auto after = open(till_2, sales(600ms));
  ASSERT_TRUE(until_size(after, 4));
  acknowledge(till_2, after);
  EXPECT_THAT(texts_of(*after), ElementsAre("0", "2", "3", "4"));
}

TEST_P(subscriptions_contract, what_a_reader_gives_back_before_it_closes_goes_first_to_the_next) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  sell(shop_1, 2);
  const auto before = open(till_1, sales(900ms));
  ASSERT_TRUE(until_size(before, 2));
  till_1.ports().feeds.close(sales(900ms));
  for (const auto& d : *before)
    till_1.ports().feeds.retry(d, {});
  broker().wait(a_while); // nothing tells when the broker has taken it back
  sell(shop_1, 1, 2);
  const auto after = open(till_2, sales(900ms));
  ASSERT_TRUE(until_size(after, 3));
  // The two are of different keys: which of them comes first nobody promises, only that both come before what is new.
  EXPECT_THAT(texts_of(*after), AnyOf(ElementsAre("0", "1", "2"), ElementsAre("1", "0", "2")));
}

} // namespace contract
