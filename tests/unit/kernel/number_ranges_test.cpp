// SPDX-License-Identifier: Apache-2.0
#include "kernel/number_ranges.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace {

using numbers = std::vector<std::uint32_t>;

TEST(number_ranges, are_written_as_a_person_would) {
  EXPECT_EQ(sinew::write_ranges({}), "");
  EXPECT_EQ(sinew::write_ranges({7}), "7");
  EXPECT_EQ(sinew::write_ranges({0, 1, 2, 7, 9, 10}), "0-2,7,9-10");
}

TEST(number_ranges, refuse_what_is_no_ascending_list_below_the_limit) {
  for (const auto* text :
       {"64", "60-64", "3-1", "2,1", "1,1", "1-3,3", "1,", ",1", "-1", "1-", "a", "1 2", "4294967296"})
    EXPECT_FALSE(sinew::read_ranges(text, 64)) << text;
}

RC_GTEST_PROP(number_ranges, are_read_back_as_they_were_written, (const std::set<std::uint8_t>& some)) {
  const numbers ascending{some.begin(), some.end()};
  const auto read = sinew::read_ranges(sinew::write_ranges(ascending), 256);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == ascending);
}

} // namespace
