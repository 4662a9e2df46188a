// SPDX-License-Identifier: Apache-2.0
#include "gateway/lists/query_string.hpp"

#include "gateway/http/percent.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

TEST(query_string, is_taken_apart_and_decoded) {
  EXPECT_EQ(*parts_of_query("a=1&b=c%20d+e&&total%3E=5"), (std::vector<std::string>{"a=1", "b=c d e", "total>=5"}));
  EXPECT_TRUE(parts_of_query("")->empty());
}

TEST(query_string, is_refused_where_a_percent_sign_encodes_nothing) {
  for (const auto* bad : {"a=%", "a=%4", "a=%zz", "%"})
    EXPECT_FALSE(parts_of_query(bad)) << bad;
}

TEST(query_string, has_a_bounded_number_of_parts) {
  std::string query = "a=1";
  for (int i = 1; i < 64; ++i)
    query += "&a=1";
  EXPECT_EQ(parts_of_query(query)->size(), 64U);
  EXPECT_FALSE(parts_of_query(query + "&a=1"));
}

TEST(query_string, is_read_as_it_was_encoded) {
  const std::string text = "a b+c&d=e/\xc3\xa9~-_.";
  EXPECT_EQ(*parts_of_query(percent_encoded(text)), std::vector{text});
}

} // namespace sinew::gateway
