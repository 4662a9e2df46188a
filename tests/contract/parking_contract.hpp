// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/contract/contract_test.hpp"

namespace contract {

class parking_contract : public contract_test {
 protected:
  auto park(node& by, const sinew::parked_message& what, std::uint64_t behind) -> result<std::uint64_t> {
    return awaited<std::uint64_t>([&](auto done) { by.ports().parked.park(what, behind, done); });
  }
  auto read(node& by, const std::string& id, std::uint64_t after = 0, std::size_t at_most = 100) -> sinew::parked_page {
    const auto page =
        awaited<sinew::parked_page>([&](auto done) { by.ports().parked.read("till", item(id), after, at_most, done); });
    EXPECT_TRUE(page) << sinew::to_string(page.error());
    return page.value_or(sinew::parked_page{});
  }
  auto last(node& by, const std::string& id) -> std::uint64_t {
    const auto place = awaited<std::uint64_t>([&](auto done) { by.ports().parked.last("till", item(id), done); });
    EXPECT_TRUE(place) << sinew::to_string(place.error());
    return place.value_or(0);
  }
  auto keys(node& by, std::string_view service = "till", std::size_t at_most = 100) -> sinew::parked_keys {
    const auto found = awaited<sinew::parked_keys>([&](auto done) { by.ports().parked.keys(service, at_most, done); });
    EXPECT_TRUE(found) << sinew::to_string(found.error());
    return found.value_or(sinew::parked_keys{});
  }
  /// Whether it was there.
  auto remove(node& by, const std::string& id, std::uint64_t place) -> bool {
    const auto gone = awaited<bool>([&](auto done) { by.ports().parked.remove("till", item(id), place, done); });
    EXPECT_TRUE(gone) << sinew::to_string(gone.error());
    return gone.value_or(false);
  }

  static auto poisoned(const std::string& id, std::uint64_t position) -> sinew::parked_message {
    return {.service = "till",
            .key = item(id),
            .upstream = "shop",
            .type = "sold",
            .is_timer = false,
            .position = position,
            .reason = "invalid_input: \"quoted\", 漢字, 100 %41,\r\n and a second line",
            .causes = {"unavailable: it began so", "system_failure: and went on so, 100 %"},
            .attempts = 5,
            .first_failure = sinew::from_unix_ns(1'700'000'000'123'456'789),
            .last_failure = sinew::from_unix_ns(1'700'000'060'000'000'001),
            .body = {std::byte{0}, std::byte{255}, std::byte{13}, std::byte{10}, std::byte{0}}};
  }

  static void expect_same(const sinew::parked_message& seen, const sinew::parked_message& parked) {
    EXPECT_EQ(seen.service, parked.service);
    EXPECT_EQ(seen.key, parked.key);
    EXPECT_EQ(seen.upstream, parked.upstream);
    EXPECT_EQ(seen.type, parked.type);
    EXPECT_EQ(seen.is_timer, parked.is_timer);
    EXPECT_EQ(seen.position, parked.position);
    EXPECT_EQ(seen.reason, parked.reason);
    EXPECT_EQ(seen.causes, parked.causes);
    EXPECT_EQ(seen.attempts, parked.attempts);
    EXPECT_EQ(seen.first_failure, parked.first_failure);
    EXPECT_EQ(seen.last_failure, parked.last_failure);
    EXPECT_EQ(seen.body, parked.body);
  }

  static auto positions_of(const sinew::parked_page& page) -> std::vector<std::uint64_t> {
    std::vector<std::uint64_t> positions;
    for (const auto& entry : page.entries)
      positions.push_back(entry.what.position);
    return positions;
  }

  /// Places of `count` messages parked for `id`, at positions 1 to `count`.
  auto parked_in_a_row(node& by, const std::string& id, std::uint64_t count) -> std::vector<std::uint64_t> {
    std::vector<std::uint64_t> places{0};
    for (std::uint64_t position = 1; position <= count; ++position) {
      const auto place = park(by, poisoned(id, position), places.back());
      EXPECT_TRUE(place) << sinew::to_string(place.error());
      places.push_back(place.value_or(0));
    }
    places.erase(places.begin());
    return places;
  }
};

TEST_P(parking_contract, a_parked_message_is_kept_complete) {
  auto& till_1 = start(till(), "till-1");
  const auto what = poisoned("a", 17);
  ASSERT_TRUE(park(till_1, what, 0));
  const auto all = broker().parked();
  ASSERT_EQ(all.size(), 1U);
  expect_same(all.front(), what);
  const auto page = read(till_1, "a");
  ASSERT_EQ(page.entries.size(), 1U);
  expect_same(page.entries.front().what, what);
}

TEST_P(parking_contract, parked_messages_keep_their_order) {
  auto& till_1 = start(till(), "till-1");
  const auto first = park(till_1, poisoned("a", 17), 0);
  ASSERT_TRUE(first);
  ASSERT_TRUE(park(till_1, poisoned("b", 18), 0));
  ASSERT_TRUE(park(till_1, poisoned("a", 21), *first));
  till_1.crash();
  auto& till_2 = start(till(), "till-2");
  EXPECT_EQ(positions_of(read(till_2, "a")), (std::vector<std::uint64_t>{17, 21}));
  EXPECT_EQ(positions_of(read(till_2, "b")), (std::vector<std::uint64_t>{18}));
}

TEST_P(parking_contract, an_empty_body_and_a_timer_can_be_parked) {
  auto& till_1 = start(till(), "till-1");
  auto what = poisoned("a", 17);
  what.body.clear();
  what.causes.clear();
  what.is_timer = true;
  ASSERT_TRUE(park(till_1, what, 0));
  const auto all = broker().parked();
  ASSERT_EQ(all.size(), 1U);
  expect_same(all.front(), what);
}

TEST_P(parking_contract, who_parks_must_know_what_he_parks_behind) {
  auto& till_1 = start(till(), "till-1");
  const auto first = park(till_1, poisoned("a", 1), 0);
  ASSERT_TRUE(first);
  EXPECT_THAT(park(till_1, poisoned("a", 2), 0), failed_with(sinew::errc::conflict));
  EXPECT_THAT(park(till_1, poisoned("a", 2), *first + 1), failed_with(sinew::errc::conflict));
  EXPECT_TRUE(park(till_1, poisoned("a", 2), *first));
  EXPECT_EQ(positions_of(read(till_1, "a")), (std::vector<std::uint64_t>{1, 2}));
}

TEST_P(parking_contract, nothing_queues_behind_a_key_that_has_been_emptied) {
  auto& till_1 = start(till(), "till-1");
  const auto only = park(till_1, poisoned("a", 1), 0);
  ASSERT_TRUE(only);
  ASSERT_TRUE(remove(till_1, "a", *only));
  EXPECT_EQ(last(till_1, "a"), 0U);
  EXPECT_THAT(park(till_1, poisoned("a", 2), *only), failed_with(sinew::errc::conflict));
  EXPECT_TRUE(park(till_1, poisoned("a", 2), 0));
}

TEST_P(parking_contract, what_was_taken_out_can_be_parked_again) {
  auto& till_1 = start(till(), "till-1");
  const auto before = park(till_1, poisoned("a", 1), 0);
  ASSERT_TRUE(before);
  ASSERT_TRUE(remove(till_1, "a", *before));
  ASSERT_TRUE(park(till_1, poisoned("a", 1), 0));
  EXPECT_EQ(positions_of(read(till_1, "a")), (std::vector<std::uint64_t>{1}));
}

TEST_P(parking_contract, a_message_is_taken_out_once) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  const auto places = parked_in_a_row(till_1, "a", 3);
  EXPECT_TRUE(remove(till_1, "a", places[0]));
  EXPECT_FALSE(remove(till_2, "a", places[0]));
  EXPECT_EQ(positions_of(read(till_2, "a")), (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(last(till_2, "a"), places[2]);
}

TEST_P(parking_contract, a_long_queue_is_read_in_pages) {
  auto& till_1 = start(till(), "till-1");
  parked_in_a_row(till_1, "a", 5);
  parked_in_a_row(till_1, "b", 1);
  std::vector<std::uint64_t> positions;
  std::uint64_t after = 0;
  for (bool more = true; more;) {
    const auto page = read(till_1, "a", after, 2);
    ASSERT_LE(page.entries.size(), 2U);
    for (const auto& entry : page.entries) {
      positions.push_back(entry.what.position);
      after = entry.place;
    }
    more = page.more;
  }
  EXPECT_EQ(positions, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

TEST_P(parking_contract, the_keys_of_a_service_are_listed_once_each) {
  auto& till_1 = start(till(), "till-1");
  parked_in_a_row(till_1, "a", 3);
  parked_in_a_row(till_1, "b", 1);
  auto other = poisoned("c", 1);
  other.service = "shop";
  ASSERT_TRUE(park(till_1, other, 0));
  const auto found = keys(till_1);
  EXPECT_THAT(found.keys, testing::UnorderedElementsAre(item("a"), item("b")));
  EXPECT_FALSE(found.more);
  EXPECT_EQ(keys(till_1, "till", 1).keys.size(), 1U);
  EXPECT_TRUE(keys(till_1, "till", 1).more);
  EXPECT_TRUE(keys(till_1, "nobody").keys.empty());
}

TEST_P(parking_contract, the_first_of_a_queue_is_read_as_noted) {
  auto& till_1 = start(till(), "till-1");
  const auto places = parked_in_a_row(till_1, "a", 2);
  auto tried = read(till_1, "a").entries.front();
  for (const auto& why : {"system_failure: again", "system_failure: and again"}) {
    ++tried.what.attempts;
    tried.what.reason = why;
    tried.what.causes.emplace_back(why);
    tried.what.last_failure = sinew::from_unix_ns(1'800'000'000'000'000'000);
    ASSERT_TRUE(awaited<void>([&](auto done) { till_1.ports().parked.note(tried, done); }));
  }
  till_1.crash();
  auto& till_2 = start(till(), "till-2");
  const auto page = read(till_2, "a");
  ASSERT_EQ(page.entries.size(), 2U) << "a note is no message";
  expect_same(page.entries[0].what, tried.what);
  expect_same(page.entries[1].what, poisoned("a", 2));
  EXPECT_EQ(last(till_2, "a"), places[1]) << "a note moves nobody's guard";
  ASSERT_TRUE(remove(till_2, "a", places[0]));
  expect_same(read(till_2, "a").entries.front().what, poisoned("a", 2));
}

TEST_P(parking_contract, what_is_set_aside_is_in_no_queue) {
  auto& till_1 = start(till(), "till-1");
  const auto what = poisoned("a", 1);
  ASSERT_TRUE(awaited<void>([&](auto done) { till_1.ports().parked.set_aside(what, done); }));
  const auto all = broker().parked();
  ASSERT_EQ(all.size(), 1U);
  expect_same(all.front(), what);
  EXPECT_EQ(last(till_1, "a"), 0U);
  EXPECT_TRUE(read(till_1, "a").entries.empty());
  EXPECT_TRUE(keys(till_1).keys.empty());
}

TEST_P(parking_contract, whoever_parks_all_that_watch_hear_of_it) {
  auto& till_1 = start(till(), "till-1");
  auto& till_2 = start(till(), "till-2");
  const auto heard = std::make_shared<std::vector<aggregate_key>>();
  for (auto* watching : {&till_1, &till_2})
    watching->ports().parked.watch("till", [heard](const std::optional<aggregate_key>& key) {
      if (key)
        heard->push_back(*key);
    });
  broker().wait(std::chrono::milliseconds{100}); // until the broker knows of those who listen
  ASSERT_TRUE(park(till_1, poisoned("a", 1), 0));
  EXPECT_TRUE(broker().run_until([&] { return heard->size() == 2; }));
  EXPECT_THAT(*heard, testing::Each(item("a")));
}

} // namespace contract
