// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/ticket_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

TEST(a_ticket_table, gives_back_what_was_put_once) {
  ticket_table t{2};
  t.put(7, 3ns);
  EXPECT_EQ(t.take(7), 3ns);
  EXPECT_EQ(t.take(7), std::nullopt);
  EXPECT_EQ(t.size(), 0U);
}

TEST(a_ticket_table, is_full_at_its_limit) {
  ticket_table t{1};
  t.put(0, 0ns);
  EXPECT_TRUE(t.is_full());
  EXPECT_EQ(t.take(1), std::nullopt);
}

// What is taken comes from anywhere in the row of what was put, as operations end in any order.
RC_GTEST_PROP(a_ticket_table, is_a_map, (const std::vector<std::uint16_t>& takes)) {
  constexpr std::size_t limit = 50;
  ticket_table table{limit};
  std::map<ticket, std::chrono::nanoseconds> model;
  ticket next = 0;
  for (const auto choice : takes) {
    while (model.size() < limit - choice % 3) {
      table.put(next, std::chrono::nanoseconds{next * 10});
      model[next] = std::chrono::nanoseconds{next * 10};
      ++next;
    }
    const auto chosen = std::next(model.begin(), choice % model.size());
    RC_ASSERT(table.take(chosen->first) == chosen->second);
    model.erase(chosen);
    RC_ASSERT(table.size() == model.size());
  }
  std::vector<std::chrono::nanoseconds> left;
  table.each([&](auto time) { left.push_back(time); });
  std::ranges::sort(left);
  RC_ASSERT(left.size() == model.size());
  RC_ASSERT(std::ranges::equal(left, model, {}, {}, [](const auto& entry) { return entry.second; }));
}

} // namespace
} // namespace sinew::bench
