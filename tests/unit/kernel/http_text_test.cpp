// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_text.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

TEST(http_text, compares_tokens_whatever_the_case_of_ascii_letters) {
  EXPECT_TRUE(same_token("Content-Type", "content-TYPE"));
  EXPECT_TRUE(same_token("", ""));
  EXPECT_FALSE(same_token("content-type", "content-typ"));
  EXPECT_FALSE(same_token("a@", "A`")) << "what differs from a letter by the same bit is none";
  EXPECT_FALSE(same_token("\xc4", "\xe4")) << "nor is what another code calls one";
}

TEST(http_text, is_cut_at_its_ends_and_not_within) {
  EXPECT_EQ(trimmed(" \t a b\t"), "a b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \t"), "");
  EXPECT_EQ(trimmed(" a\r\n"), "a\r\n") << "the end of a line is no blank";
}

} // namespace
} // namespace sinew
