// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

#include <algorithm>
#include <map>

namespace contract {

using ::testing::ElementsAre;

class journal_contract : public contract_test {
 protected:
  void save_snapshot(node& by, const aggregate_key& key, const sinew::bytes& what) {
    const auto saved = awaited<void>([&](auto done) { by.ports().log.save_snapshot(key, what, done); });
    EXPECT_TRUE(saved) << sinew::to_string(saved.error());
  }
  auto load_snapshot(node& by, const aggregate_key& key) -> std::optional<sinew::bytes> {
    using found = std::optional<sinew::bytes>;
    const auto loaded = awaited<found>([&](auto done) { by.ports().log.load_snapshot(key, done); });
    EXPECT_TRUE(loaded) << sinew::to_string(loaded.error());
    return loaded.value_or(std::nullopt);
  }
};

TEST_P(journal_contract, an_unknown_aggregate_has_an_empty_history) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto page = read(shop_1, item("none"));
  EXPECT_TRUE(page.messages.empty());
  EXPECT_FALSE(page.more);
  EXPECT_FALSE(last(shop_1, item("none")).has_value());
}

TEST_P(journal_contract, gives_back_what_was_appended) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto event = written(item("a"), "opened", "hello");
  const auto done = append(shop_1, item("a"), 0, {event});
  ASSERT_TRUE(done) << to_string(done.error());
  const auto page = read(shop_1, item("a"));
  ASSERT_EQ(page.messages.size(), 1U);
  EXPECT_EQ(page.messages[0].position, done->position);
  EXPECT_EQ(page.messages[0].type, "opened");
  EXPECT_EQ(page.messages[0].body, sinew::copy_of(event.raw()));
  EXPECT_FALSE(page.more);
}

TEST_P(journal_contract, never_completes_inside_the_call_and_only_once) {
  auto& shop_1 = start(shop(), "shop-1");
  int completions = 0;
  shop_1.ports().log.append(item("a"), 0, {written(item("a"), "opened")}, [&](const auto&) { ++completions; });
  shop_1.ports().log.read(item("a"), 0, 10, [&](const auto&) { ++completions; });
  shop_1.ports().log.last(item("a"), [&](const auto&) { ++completions; });
  shop_1.ports().log.load_snapshot(item("a"), [&](const auto&) { ++completions; });
  EXPECT_EQ(completions, 0);
  EXPECT_TRUE(broker().run_until([&] { return completions == 4; }));
  broker().wait(a_while);
  EXPECT_EQ(completions, 4);
}

TEST_P(journal_contract, refuses_an_append_after_someone_else_wrote) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  const auto first = append_one(shop_1, item("a"), 0, "opened", "1");
  append_one(shop_2, item("a"), first, "sold", "2");
  EXPECT_THAT(append(shop_1, item("a"), first, {written(item("a"), "sold", "3")}), failed_with(errc::conflict));
  EXPECT_THAT(texts_of(read(shop_1, item("a"))), ElementsAre("1", "2"));
}

TEST_P(journal_contract, refuses_a_second_beginning) {
  auto& shop_1 = start(shop(), "shop-1");
  append_one(shop_1, item("a"), 0, "opened", "1");
  EXPECT_THAT(append(shop_1, item("a"), 0, {written(item("a"), "opened", "2")}), failed_with(errc::conflict));
}

TEST_P(journal_contract, refuses_an_expectation_ahead_of_the_log) {
  auto& shop_1 = start(shop(), "shop-1");
  EXPECT_THAT(append(shop_1, item("a"), 7, {written(item("a"), "opened")}), failed_with(errc::conflict));
  const auto first = append_one(shop_1, item("a"), 0, "opened");
  EXPECT_THAT(append(shop_1, item("a"), first + 1, {written(item("a"), "sold")}), failed_with(errc::conflict));
}

TEST_P(journal_contract, of_two_racing_writers_exactly_one_wins) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  std::vector<result<sinew::appended>> outcomes;
  const auto note = [&](const auto& outcome) { outcomes.push_back(outcome); };
  shop_1.ports().log.append(item("a"), 0, {written(item("a"), "opened", "1")}, note);
  shop_2.ports().log.append(item("a"), 0, {written(item("a"), "opened", "2")}, note);
  ASSERT_TRUE(broker().run_until([&] { return outcomes.size() == 2; }));
  EXPECT_NE(outcomes[0].has_value(), outcomes[1].has_value());
  EXPECT_EQ(read(shop_1, item("a")).messages.size(), 1U);
}

TEST_P(journal_contract, guards_each_aggregate_on_its_own) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto first = append_one(shop_1, item("a"), 0, "opened", "a1");
  append_one(shop_1, item("a-b"), 0, "opened", "b1");
  append_one(shop_1, item("a1"), 0, "opened", "c1");
  append_one(shop_1, {"basket", "a"}, 0, "opened", "d1");
  append_one(shop_1, item("a"), first, "sold", "a2");
  EXPECT_THAT(texts_of(read(shop_1, item("a"))), ElementsAre("a1", "a2"));
  EXPECT_THAT(texts_of(read(shop_1, {"basket", "a"})), ElementsAre("d1"));
}

TEST_P(journal_contract, stores_several_messages_of_different_types_in_order) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto done =
      append(shop_1, item("a"), 0,
             {written(item("a"), "opened", "1"), written(item("a"), "sold", "2"), written(item("a"), "closed", "3")});
  ASSERT_TRUE(done) << to_string(done.error());
  const auto page = read(shop_1, item("a"));
  EXPECT_THAT(texts_of(page), ElementsAre("1", "2", "3"));
  ASSERT_EQ(page.messages.size(), 3U);
  EXPECT_EQ(page.messages[1].type, "sold");
  EXPECT_EQ(page.messages.back().position, done->position);
  append_one(shop_1, item("a"), done->position, "opened", "4");
}

TEST_P(journal_contract, stores_none_of_several_when_the_guard_fails) {
  auto& shop_1 = start(shop(), "shop-1");
  append_one(shop_1, item("a"), 0, "opened", "1");
  EXPECT_THAT(append(shop_1, item("a"), 0, {written(item("a"), "sold", "2"), written(item("a"), "closed", "3")}),
              failed_with(errc::conflict));
  EXPECT_THAT(texts_of(read(shop_1, item("a"))), ElementsAre("1"));
}

TEST_P(journal_contract, reads_a_history_page_by_page) {
  auto& shop_1 = start(shop(), "shop-1");
  std::uint64_t position = 0;
  for (int i = 0; i < 7; ++i) {
    position = append_one(shop_1, item("a"), position, "sold", std::to_string(i));
    append_one(shop_1, item("other-" + std::to_string(i)), 0, "opened");
  }
  const auto first = read(shop_1, item("a"), 0, 3);
  EXPECT_THAT(texts_of(first), ElementsAre("0", "1", "2"));
  EXPECT_TRUE(first.more);
  const auto second = read(shop_1, item("a"), first.messages.back().position, 3);
  EXPECT_THAT(texts_of(second), ElementsAre("3", "4", "5"));
  EXPECT_TRUE(second.more);
  const auto third = read(shop_1, item("a"), second.messages.back().position, 3);
  EXPECT_THAT(texts_of(third), ElementsAre("6"));
  EXPECT_FALSE(third.more);
}

TEST_P(journal_contract, a_page_that_ends_with_the_history_has_no_more) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto first = append_one(shop_1, item("a"), 0, "opened", "1");
  const auto second = append_one(shop_1, item("a"), first, "sold", "2");
  EXPECT_FALSE(read(shop_1, item("a"), 0, 2).more);
  const auto beyond = read(shop_1, item("a"), second, 2);
  EXPECT_TRUE(beyond.messages.empty());
  EXPECT_FALSE(beyond.more);
}

TEST_P(journal_contract, the_last_message_is_what_another_node_has_just_written) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  const auto first = append_one(shop_1, item("a"), 0, "opened", "1");
  const auto second = append_one(shop_1, item("a"), first, "sold", "2");
  const auto newest = last(shop_2, item("a"));
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->position, second);
  EXPECT_EQ(newest->type, "sold");
  EXPECT_EQ(text_of(newest->body), "2");
}

TEST_P(journal_contract, keeps_what_a_crashed_node_has_written) {
  auto& shop_1 = start(shop(), "shop-1");
  const auto first = append_one(shop_1, item("a"), 0, "opened", "1");
  shop_1.crash();
  auto& shop_2 = start(shop(), "shop-2");
  append_one(shop_2, item("a"), first, "sold", "2");
  EXPECT_THAT(texts_of(read(shop_2, item("a"))), ElementsAre("1", "2"));
}

TEST_P(journal_contract, a_crashed_node_hears_nothing_more) {
  auto& shop_1 = start(shop(), "shop-1");
  int completions = 0;
  shop_1.ports().log.append(item("a"), 0, {written(item("a"), "opened")}, [&](const auto&) { ++completions; });
  shop_1.crash();
  broker().wait(a_while);
  EXPECT_EQ(completions, 0);
}

TEST_P(journal_contract, completes_many_appends_in_flight) {
  auto& shop_1 = start(shop(), "shop-1");
  constexpr int count = 200;
  int stored = 0;
  for (int i = 0; i < count; ++i) {
    const auto key = item("a-" + std::to_string(i));
    shop_1.ports().log.append(key, 0, {written(key, "opened")},
                              [&](const auto& outcome) { stored += outcome ? 1 : 0; });
  }
  EXPECT_TRUE(broker().run_until([&] { return stored == count; })) << stored;
}

TEST_P(journal_contract, tells_each_of_many_where_it_was_stored) {
  auto& shop_1 = start(shop(), "shop-1");
  std::map<std::string, std::uint64_t> told;
  for (int i = 0; i < 60; ++i) {
    const auto key = item("a-" + std::to_string(i));
    std::vector<message> events{written(key, "opened")};
    if (i % 3 == 0) // also appends of several messages
      events.push_back(written(key, "sold"));
    shop_1.ports().log.append(key, 0, std::move(events), [&told, id = key.id](const auto& outcome) {
      told[id] = outcome ? outcome->position : 0;
    });
  }
  ASSERT_TRUE(broker().run_until([&] { return told.size() == 60; })) << told.size();
  for (const auto& [id, position] : told) {
    const auto newest = last(shop_1, item(id));
    ASSERT_TRUE(newest) << id;
    EXPECT_EQ(newest->position, position) << id;
  }
}

TEST_P(journal_contract, of_many_appends_only_the_one_whose_guard_fails_is_refused) {
  auto& shop_1 = start(shop(), "shop-1");
  auto& shop_2 = start(shop(), "shop-2");
  append_one(shop_2, item("a-30"), 0, "opened", "of another");
  std::map<std::string, result<sinew::appended>> told;
  for (int i = 0; i < 60; ++i) {
    const auto key = item("a-" + std::to_string(i));
    shop_1.ports().log.append(key, 0, {written(key, "opened", "ours")},
                              [&told, id = key.id](const auto& outcome) { told.emplace(id, outcome); });
  }
  ASSERT_TRUE(broker().run_until([&] { return told.size() == 60; })) << told.size();
  EXPECT_THAT(told.at("a-30"), failed_with(errc::conflict));
  EXPECT_EQ(std::ranges::count_if(told, [](const auto& one) { return one.second.has_value(); }), 59);
  EXPECT_THAT(texts_of(read(shop_1, item("a-30"))), ElementsAre("of another"));
  EXPECT_THAT(texts_of(read(shop_1, item("a-31"))), ElementsAre("ours"));
}

TEST_P(journal_contract, of_one_node_s_two_appends_on_the_same_position_one_wins_in_any_company) {
  auto& shop_1 = start(shop(), "shop-1");
  int stored = 0;
  int answered = 0;
  const auto note = [&](const auto& outcome) {
    ++answered;
    stored += outcome ? 1 : 0;
  };
  for (int i = 0; i < 40; ++i) {
    const auto key = item("a-" + std::to_string(i % 20));
    shop_1.ports().log.append(key, 0, {written(key, "opened")}, note);
  }
  ASSERT_TRUE(broker().run_until([&] { return answered == 40; })) << answered;
  EXPECT_EQ(stored, 20);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(read(shop_1, item("a-" + std::to_string(i))).messages.size(), 1U) << i;
}

TEST_P(journal_contract, refuses_a_message_that_is_too_large) {
  auto& shop_1 = start(shop(), "shop-1");
  const std::string large(2 * 1024 * 1024, 'x');
  EXPECT_THAT(append(shop_1, item("a"), 0, {written(item("a"), "opened", large)}), failed_with(errc::invalid_input));
  append_one(shop_1, item("a"), 0, "opened", "small");
}

TEST_P(journal_contract, an_aggregate_without_a_snapshot_has_none) {
  auto& shop_1 = start(shop(), "shop-1");
  EXPECT_FALSE(load_snapshot(shop_1, item("a")).has_value());
}

TEST_P(journal_contract, a_snapshot_replaces_the_one_before_and_is_no_part_of_the_history) {
  auto& shop_1 = start(shop(), "shop-1");
  const sinew::bytes old(10, std::byte{1});
  const sinew::bytes recent{std::byte{0}, std::byte{255}, std::byte{13}, std::byte{10}, std::byte{0}};
  save_snapshot(shop_1, item("a"), old);
  save_snapshot(shop_1, item("b"), old);
  save_snapshot(shop_1, item("a"), recent);
  // A replica may still answer with what was before.
  EXPECT_TRUE(broker().run_until([&] { return load_snapshot(shop_1, item("a")) == std::optional{recent}; }));
  EXPECT_TRUE(broker().run_until([&] { return load_snapshot(shop_1, item("b")) == std::optional{old}; }));
  EXPECT_TRUE(read(shop_1, item("a")).messages.empty());
}

} // namespace contract
