// SPDX-License-Identifier: Apache-2.0
#include "gateway/saga_table.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace sinew::gateway {
namespace {

using namespace std::chrono_literals;

constexpr auto newest = std::numeric_limits<std::uint64_t>::max();

auto at(std::chrono::nanoseconds t) -> timestamp {
  return timestamp{t};
}

auto ids(const saga_table& table, std::uint64_t before = newest) -> std::vector<std::string> {
  std::vector<std::string> all;
  table.for_each(before, [&](const saga_row& row) { return all.push_back(row.id), true; });
  return all;
}

auto row(const saga_table& table, std::string_view id) -> saga_row {
  saga_row found;
  table.for_each(newest, [&](const saga_row& each) {
    if (each.id == id)
      found = each;
    return each.id != id;
  });
  return found;
}

TEST(saga_table, lists_the_newest_first_and_goes_on_where_a_page_ended) {
  saga_table table{10};
  table.add("a", "placed", at(1s), 1, {});
  table.add("b", "placed", at(2s), 2, {});
  table.add("a", "confirmed", at(3s), 3, {});
  table.add("c", "placed", at(4s), 4, {});
  EXPECT_EQ(ids(table), (std::vector<std::string>{"c", "b", "a"}));
  EXPECT_EQ(ids(table, 4), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(ids(table, 1), std::vector<std::string>{});
}

TEST(saga_table, tells_how_an_order_fared_and_how_long_that_took) {
  saga_table table{10};
  table.add("a", "placed", at(1s), 1, {{"customer", "c-1"}});
  EXPECT_EQ(row(table, "a").at, saga_row::stage::running);
  EXPECT_EQ(row(table, "a").duration(), std::nullopt);
  table.add("a", "cancel_requested", at(2s), 2, {{"code", "changed_my_mind"}});
  EXPECT_EQ(row(table, "a").at, saga_row::stage::running);
  EXPECT_EQ(row(table, "a").code, "changed_my_mind");
  table.add("a", "cancelled", at(3s), 3, {{"code", "changed_my_mind"}});
  EXPECT_EQ(row(table, "a").at, saga_row::stage::compensated);
  EXPECT_EQ(row(table, "a").duration(), 2s);
  EXPECT_EQ(row(table, "a").customer, "c-1");
}

TEST(saga_table, lists_an_order_whose_beginning_it_has_not_seen_without_a_duration) {
  saga_table table{10};
  table.add("a", "confirmed", at(3s), 30, {{"customer", "c-1"}});
  EXPECT_EQ(row(table, "a").at, saga_row::stage::completed);
  EXPECT_EQ(row(table, "a").duration(), std::nullopt);
  EXPECT_EQ(row(table, "a").placed_at, std::nullopt);
}

TEST(saga_table, forgets_the_oldest_and_says_so) {
  saga_table table{2};
  table.add("a", "placed", at(1s), 1, {});
  table.add("b", "placed", at(2s), 2, {});
  EXPECT_FALSE(table.has_forgotten());
  table.add("c", "placed", at(3s), 3, {});
  EXPECT_TRUE(table.has_forgotten());
  EXPECT_EQ(ids(table), (std::vector<std::string>{"c", "b"}));
}

} // namespace
} // namespace sinew::gateway
