// SPDX-License-Identifier: Apache-2.0
#include "projection/list_cursor.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

TEST(list_cursor, comes_back_as_it_was) {
  const list_place by_text{std::string{"line\nend, ümlaut, \"quote\""}, "o-1"};
  EXPECT_EQ(parse_cursor(write_cursor(by_text, 7), 7, column_type::text), by_text);
  for (const auto number : {std::int64_t{0}, std::int64_t{-5}, std::numeric_limits<std::int64_t>::max()}) {
    const list_place by_number{number, "o-1"};
    EXPECT_EQ(parse_cursor(write_cursor(by_number, 7), 7, column_type::time), by_number);
  }
}

TEST(list_cursor, is_letters_and_digits_only) {
  for (const char c : write_cursor({std::string{"?&=/ \n"}, "o-1"}, 7))
    EXPECT_TRUE((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) << c;
}

TEST(list_cursor, of_another_question_is_refused) {
  const auto read = parse_cursor(write_cursor({std::int64_t{1}, "o-1"}, 7), 8, column_type::number);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, errc::invalid_input);
  EXPECT_NE(read.error().what.find("another question"), std::string::npos) << read.error().what;
}

TEST(list_cursor, with_any_one_character_changed_or_gone_is_refused) {
  const auto whole = write_cursor({std::string{"c-1"}, "o-1"}, 7);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] = changed[at] == '0' ? '1' : '0';
    EXPECT_FALSE(parse_cursor(changed, 7, column_type::text)) << changed;
    auto shorter = whole;
    shorter.erase(at, 1);
    EXPECT_FALSE(parse_cursor(shorter, 7, column_type::text)) << shorter;
    EXPECT_FALSE(parse_cursor(whole.substr(0, at), 7, column_type::text)) << at;
  }
}

TEST(list_cursor, of_a_text_is_none_of_a_number) {
  EXPECT_FALSE(parse_cursor(write_cursor({std::string{"c-1"}, "o-1"}, 7), 7, column_type::number));
}

} // namespace
} // namespace sinew
