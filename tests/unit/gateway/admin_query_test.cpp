// SPDX-License-Identifier: Apache-2.0
#include "gateway/admin_query.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {
namespace {

auto fault(std::string_view query) -> std::string {
  const auto read = admin_query::read(query, {"id", "limit"});
  return read ? "none" : read.error().field;
}

TEST(admin_query, reads_what_stands_there_decoded) {
  const auto read = admin_query::read("id=a%2Fb+c&limit=7", {"id", "limit"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text("id"), "a/b c");
  EXPECT_EQ(read->number("limit", 1, 10), 7);
}

TEST(admin_query, knows_what_holds_when_nothing_stands_there) {
  const auto read = admin_query::read("", {"id", "limit"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text("id"), "");
  EXPECT_EQ(read->number("limit", 50, 200), 50);
}

TEST(admin_query, names_what_it_does_not_know_and_what_stands_there_twice) {
  EXPECT_EQ(fault("page=2"), "page");
  EXPECT_EQ(fault("id=1&id=1"), "id");
  EXPECT_EQ(fault("id=%2"), "");
  EXPECT_EQ(fault("id=%zz"), "");
  EXPECT_EQ(fault("&&"), "");
}

TEST(admin_query, takes_whole_numbers_within_their_range_only) {
  for (const auto* bad : {"0", "201", "-1", "1.5", "x", "", "99999999999999999999"}) {
    const auto read = admin_query::read(std::string{"limit="} + bad, {"limit"});
    ASSERT_TRUE(read);
    const auto number = read->number("limit", 50, 200);
    ASSERT_FALSE(number) << bad;
    EXPECT_EQ(number.error().field, "limit");
    EXPECT_EQ(number.error().status, 400);
  }
}

} // namespace
} // namespace sinew::gateway
