// SPDX-License-Identifier: Apache-2.0
#include "tools/park/park_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

auto row(std::uint64_t place, const std::string& id, std::string reason, std::uint64_t attempts = 1) -> parked_row {
  parked_message what{.service = "payment", .key = {"order", id}, .upstream = "order", .type = "placed"};
  what.reason = std::move(reason);
  what.attempts = attempts;
  return {{place, std::move(what)}, "2026-01-01T00:00:0" + std::to_string(place) + "Z", false};
}

TEST(park_view, groups_by_reason_whatever_the_id) {
  park_view view;
  view.add(row(1, "o-1", "system_failure: no ledger for o-1"));
  view.add(row(2, "o-2", "system_failure: no ledger for o-2"));
  view.add(row(3, "o-3", "invalid_input: unreadable"));
  const auto groups = view.groups();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].reason, "system_failure: no ledger for *");
  EXPECT_EQ(groups[0].keys, 2U);
  EXPECT_EQ(groups[0].messages, 2U);
  EXPECT_EQ(groups[0].oldest, "2026-01-01T00:00:01Z");
  EXPECT_EQ(groups[1].keys, 1U);
}

TEST(park_view, counts_what_only_waits_for_what_it_waits_behind) {
  park_view view;
  view.add(row(1, "o-1", "invalid_input: unreadable"));
  view.add(row(2, "o-1", "waits behind earlier ones of its key", 0));
  view.add(row(3, "o-1", "waits behind earlier ones of its key", 0));
  const auto groups = view.groups();
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].keys, 1U);
  EXPECT_EQ(groups[0].messages, 3U);
}

TEST(park_view, tells_apart_what_is_set_aside) {
  park_view view;
  auto aside = row(1, "o-1", "invalid_input: unreadable");
  aside.is_aside = true;
  view.add(aside);
  view.add(row(2, "o-1", "invalid_input: unreadable"));
  const auto groups = view.groups();
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_NE(groups[0].holds_keys, groups[1].holds_keys);
}

TEST(park_view, gives_what_has_no_reason_one) {
  park_view view;
  view.add(row(1, "o-1", "", 0));
  EXPECT_EQ(view.groups().front().reason, "no node has parked it: a redrive sets it aside");
}

TEST(park_view, shows_only_reasons_with_the_text_asked_for) {
  park_view view;
  view.add(row(1, "o-1", "system_failure: the disk"));
  view.add(row(2, "o-2", "invalid_input: unreadable"));
  ASSERT_EQ(view.groups("disk").size(), 1U);
  EXPECT_EQ(view.groups("disk").front().examples, (std::vector<aggregate_key>{{"order", "o-1"}}));
  EXPECT_TRUE(view.groups("fire").empty());
}

TEST(park_view, shows_the_message_and_the_story_of_its_failures) {
  auto parked = row(4, "o-1", "system_failure: at last");
  parked.entry.what.causes = {"conflict: first", "system_failure: at last"};
  const auto told = parked_json(catalog{}, parked);
  EXPECT_EQ(told["place"], 4);
  EXPECT_EQ(told["causes"], (ordered_json{"conflict: first", "system_failure: at last"}));
  EXPECT_EQ(told["message"][0]["undecodable"], true) << "an empty body is no event";
}

TEST(park_choice, a_key_is_whole_or_left_out) {
  EXPECT_TRUE(check_choice({}));
  EXPECT_TRUE(check_choice({"payment", "order", "o-1"}));
  EXPECT_FALSE(check_choice({"payment", "order", ""}));
  EXPECT_FALSE(check_choice({"Payment", "", ""}));
  EXPECT_FALSE(check_choice({"payment", "order", "a.b"}));
}

} // namespace
} // namespace sinew
