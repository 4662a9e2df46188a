// SPDX-License-Identifier: Apache-2.0
#include "bridge/canary_text.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::HasSubstr;

TEST(canary_text, is_read_back_as_it_was_written) {
  for (const auto& rule : {canary_rule{"b", 0}, canary_rule{"new_version", 10}, canary_rule{"b", 100}})
    EXPECT_EQ(read_canary_rule(write_canary_rule(rule)), rule);
  EXPECT_EQ(write_canary_rule({"b", 10}), R"({"variant":"b","share":10})");
}

TEST(canary_text, may_say_more_than_this_version_knows) {
  EXPECT_EQ(read_canary_rule(R"({"since":"today","share":10,"variant":"b"})"), (canary_rule{"b", 10}));
}

TEST(canary_text, that_is_no_rule_is_refused_by_the_name_of_what_is_wrong) {
  const std::vector<std::pair<const char*, const char*>> bad{
      {"", "looks like"},
      {"[]", "looks like"},
      {"10", "looks like"},
      {R"({"variant":"b"})", "share:"},
      {R"({"variant":"b","share":"10"})", "share:"},
      {R"({"variant":"b","share":10.5})", "share:"},
      {R"({"variant":"b","share":-1})", "share:"},
      {R"({"variant":"b","share":101})", "share:"},
      {R"({"variant":"b","share":18446744073709551615})", "share:"},
      {R"({"share":10})", "variant: ''"},
      {R"({"variant":7,"share":10})", "variant: ''"},
      {R"({"variant":"B b","share":10})", "variant: 'B b'"},
      {R"({"variant":"main","share":10})", "name another"}};
  for (const auto& [text, said] : bad) {
    const auto read = read_canary_rule(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, errc::invalid_input);
    EXPECT_THAT(read.error().what, HasSubstr(said));
  }
}

} // namespace
} // namespace sinew
