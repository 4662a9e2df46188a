// SPDX-License-Identifier: Apache-2.0
#include "actors/inbox.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>

namespace sinew {
namespace {

auto id(std::uint64_t number) -> uuid {
  return {number, 1};
}

auto commands_of(const inbox& window) -> std::vector<uuid> {
  std::vector<uuid> all;
  for (const auto part : {window.older(), window.newer()})
    for (const auto& e : part)
      all.push_back(e.command);
  return all;
}

TEST(an_inbox, forgets_the_oldest_beyond_its_capacity) {
  inbox window{3};
  for (std::uint64_t n = 1; n <= 5; ++n)
    window.remember(id(n), {n, 10 * n});
  EXPECT_FALSE(window.find(id(2)));
  EXPECT_EQ(window.find(id(5)).value().position, 50U);
  EXPECT_EQ(commands_of(window), (std::vector{id(3), id(4), id(5)}));
}

TEST(an_inbox, remembers_the_last_answer_in_the_place_of_the_first) {
  inbox window{3};
  window.remember(id(1), {1, 1});
  window.remember(id(2), {2, 2});
  window.remember(id(1), {3, 3});
  EXPECT_EQ(window.find(id(1)).value().version, 3U);
  EXPECT_EQ(commands_of(window), (std::vector{id(1), id(2)}));
}

TEST(an_inbox, does_not_remember_what_has_no_id) {
  inbox window{3};
  window.remember({}, {1, 1});
  EXPECT_EQ(window.size(), 0U);
}

/// What an inbox is, in so many words.
struct plain_window {
  std::size_t capacity;
  std::deque<inbox::entry> entries;

  void remember(const uuid& command, inbox::answer given) {
    if (auto* known = find(command)) {
      known->given = given;
      return;
    }
    entries.push_back({command, given});
    if (entries.size() > capacity)
      entries.pop_front();
  }
  auto find(const uuid& command) -> inbox::entry* {
    const auto found = std::ranges::find(entries, command, &inbox::entry::command);
    return found == entries.end() ? nullptr : &*found;
  }
};

// Ids from a small range come again, and share their slots.
RC_GTEST_PROP(an_inbox, is_a_list_of_the_latest_however_many_there_are, ()) {
  const auto capacity = *rc::gen::inRange<std::size_t>(1, 200);
  const auto numbers = *rc::gen::container<std::vector<std::uint64_t>>(*rc::gen::inRange<std::size_t>(0, 600),
                                                                       rc::gen::inRange<std::uint64_t>(1, 300));
  inbox window{capacity};
  plain_window plain{capacity, {}};
  std::uint64_t version = 0;
  for (const auto number : numbers) {
    const inbox::answer given{++version, version};
    window.remember({number % 7, number}, given);
    plain.remember({number % 7, number}, given);
  }
  RC_ASSERT(window.size() == plain.entries.size());
  for (std::uint64_t number = 1; number < 300; ++number) {
    const auto found = window.find({number % 7, number});
    const auto* wanted = plain.find({number % 7, number});
    RC_ASSERT(found.has_value() == (wanted != nullptr));
    if (found)
      RC_ASSERT(found->version == wanted->given.version);
  }
  std::vector<uuid> wanted;
  for (const auto& e : plain.entries)
    wanted.push_back(e.command);
  RC_ASSERT(commands_of(window) == wanted);
}

} // namespace
} // namespace sinew
