// SPDX-License-Identifier: Apache-2.0
#include "tools/transcode/strict_json.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::HasSubstr;

auto complaint(std::string_view text) -> std::string {
  const auto parsed = parse_strict_json(text);
  return parsed ? "accepted" : parsed.error().what;
}

TEST(strict_json, takes_what_rfc_8259_has) {
  EXPECT_EQ(complaint(R"( {"a":[1,-2.5e3,true,null,"\u00e4{[\""]} )"), "accepted");
}

TEST(strict_json, says_where_the_mistake_is) {
  EXPECT_THAT(complaint(R"({"a":1,})"), HasSubstr("column 8"));
  EXPECT_THAT(complaint("{\n \"a\": x}"), HasSubstr("line 2, column 7"));
  EXPECT_THAT(complaint(""), HasSubstr("column 1"));
}

TEST(strict_json, refuses_a_field_that_appears_twice_but_not_in_two_objects) {
  EXPECT_THAT(complaint(R"({"a":1,"b":{"a":2},"a":3})"), HasSubstr("'a' appears twice"));
  EXPECT_EQ(complaint(R"([{"a":1},{"a":2}])"), "accepted");
}

TEST(strict_json, has_limits_for_size_and_depth) {
  EXPECT_THAT(complaint(std::string(3'000'000, ' ')), HasSubstr("more than"));
  EXPECT_THAT(complaint(std::string(100'000, '[')), HasSubstr("nested deeper"));
  EXPECT_EQ(complaint("\"" + std::string(100, '[') + "\""), "accepted"); // brackets in a string are text
}

TEST(strict_json, refuses_an_object_whose_fields_would_take_long_to_tell_apart) {
  std::string fields;
  for (int n = 0; n < 100'000; ++n)
    fields += (n == 0 ? "\"" : ",\"") + std::to_string(n) + "\":1";
  EXPECT_THAT(complaint("{" + fields + "}"), HasSubstr("more than 1024 fields"));
  EXPECT_THAT(complaint("{\"a\":[{" + fields + "}]}"), HasSubstr("more than 1024 fields"));
}

TEST(strict_json, refuses_numbers_beyond_a_double_and_broken_utf8) {
  EXPECT_NE(complaint("1e999"), "accepted");
  EXPECT_NE(complaint("\"\xff\""), "accepted");
}

} // namespace
} // namespace sinew
