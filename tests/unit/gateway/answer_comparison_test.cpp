// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/answer_comparison.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

auto answer(std::string body, unsigned status = 200) -> http_response {
  return {.status = status, .headers = {}, .body = std::move(body), .stream = {}};
}

auto compared(std::string legacy, std::string modern, const std::vector<std::string>& ignore = {}) {
  return compare_answers(answer(std::move(legacy)), answer(std::move(modern)), ignore);
}

/// "/a 1 2, /b - 3": pointer, what it is in the legacy answer, in the new one.
auto told(const std::optional<answer_difference>& found) -> std::string {
  if (!found)
    return "equal";
  std::string text;
  for (const auto& [pointer, legacy, modern] : found->members)
    text += (text.empty() ? "" : ", ") + pointer + " " + (legacy ? legacy->dump() : "-") + " " +
            (modern ? modern->dump() : "-");
  return text;
}

} // namespace

TEST(answer_comparison, passes_over_blanks_and_the_order_of_members) {
  EXPECT_EQ(told(compared(R"({"a":1,"b":{"c":[1,2],"d":null}})", "{ \"b\": {\"d\":null,\"c\":[1,2]},\n\"a\": 1.0 }\n")),
            "equal");
  EXPECT_EQ(told(compared("", "")), "equal");
  EXPECT_EQ(told(compared("plain", "plain")), "equal");
}

TEST(answer_comparison, points_to_each_member_that_differs) {
  EXPECT_EQ(told(compared(R"({"a":1,"b":{"c":2},"d":3})", R"({"a":1,"b":{"c":4},"e":"x"})")),
            R"(/b/c 2 4, /d 3 -, /e - "x")");
  EXPECT_EQ(told(compared("[1,2,3]", "[1,5]")), "/1 2 5, /2 3 -");
  EXPECT_EQ(told(compared(R"({"a/b":{"~":1}})", R"({"a/b":{"~":2}})")), "/a~1b/~0 1 2");
  EXPECT_EQ(told(compared(R"({"a":{}})", R"({"a":[]})")), "/a {} []");
}

TEST(answer_comparison, minds_the_order_of_lists) {
  EXPECT_EQ(told(compared("[1,2]", "[2,1]")), "/0 1 2, /1 2 1");
}

TEST(answer_comparison, compares_statuses_too) {
  const auto found = compare_answers(answer("{}", 200), answer("{}", 404), {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->legacy_status, 200U);
  EXPECT_EQ(found->modern_status, 404U);
  EXPECT_TRUE(found->members.empty());
}

TEST(answer_comparison, leaves_out_what_is_ignored_with_all_below_it) {
  const auto legacy = R"({"position":1,"items":[{"version":1,"n":1},{"version":2,"n":2}],"x":{"y":{"z":1}}})";
  const auto modern = R"({"position":9,"items":[{"version":7,"n":1},{"version":8,"n":2}],"x":{"y":{"z":2}}})";
  EXPECT_EQ(told(compared(legacy, modern, {"/position", "/items/*/version", "/x/y"})), "equal");
  EXPECT_EQ(told(compared(legacy, modern, {"/position", "/items/0/version", "/x"})), "/items/1/version 2 8");
  EXPECT_EQ(told(compared(R"({"a~b":1})", R"({"a~b":2})", {"/a~0b"})), "equal");
  EXPECT_EQ(told(compared(R"({"ab":1})", R"({"ab":2})", {"/a"})), "/ab 1 2");
}

TEST(answer_comparison, takes_a_body_that_is_no_json_as_a_whole) {
  EXPECT_EQ(told(compared("<html>", R"({"a":1})")), R"( "<html>" "{\"a\":1}")");
  EXPECT_EQ(told(compared(R"({"a":1)", R"({"a":1})")), R"( "{\"a\":1" "{\"a\":1}")");
}

TEST(answer_comparison, is_bounded_in_what_it_tells) {
  std::string legacy = "[0";
  std::string modern = "[1";
  for (int i = 0; i < 100; ++i) {
    legacy += ",0";
    modern += ",1";
  }
  const auto found = compared(legacy + "]", modern + "]");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->members.size(), most_members);
  EXPECT_TRUE(found->is_cut);
  const auto longer = compared('"' + std::string(1'000, 'a') + '"', "1");
  EXPECT_EQ(longer->members.at(0).legacy->get<std::string>().size(), 200 + std::string{"…"}.size());
}

TEST(answer_comparison, cuts_a_long_pointer) {
  const std::string name(1'000, 'a');
  const auto found = compared("{\"" + name + "\":1}", "{\"" + name + "\":2}");
  EXPECT_EQ(found->members.at(0).pointer, "/" + std::string(199, 'a') + "…");
}

TEST(answer_comparison, takes_a_large_body_as_a_whole_and_shows_nothing_of_it) {
  const auto large = [](std::string_view token, std::size_t size) {
    std::string body = R"({"token":")" + std::string{token} + R"(","position":"")";
    body.insert(body.size() - 1, std::string(size - body.size() - 1, 'a'));
    return body + "}";
  };
  const std::vector<std::string> ignore{"/token"};
  EXPECT_EQ(told(compared(large("s3cret", largest_parsed), large("other1", largest_parsed), ignore)), "equal");
  const auto more = largest_parsed + 1;
  EXPECT_EQ(told(compared(large("s3cret", more), large("s3cret", more), ignore)), "equal");
  EXPECT_EQ(told(compared(large("s3cret", more), large("other1", more), ignore)),
            R"x( "(131073 bytes)" "(131073 bytes)")x");
}

TEST(answer_comparison, ignores_by_any_of_patterns_that_begin_alike) {
  const std::vector<std::string> ignore{"/*/b/c", "/a/*/d", "/a/b/e/f"};
  EXPECT_EQ(told(compared(R"({"a":{"b":{"c":1,"d":1,"e":{"f":1,"g":1}}}})",
                          R"({"a":{"b":{"c":2,"d":2,"e":{"f":2,"g":2}}}})", ignore)),
            "/a/b/e/g 1 2");
}

TEST(answer_comparison, follows_each_pattern_once_through_members_that_are_called_like_its_wildcard) {
  constexpr int depth = 31; // all that is looked into
  std::string pattern;
  std::string opened;
  for (int i = 0; i < depth; ++i) {
    pattern += "/*";
    opened += R"({"*":)";
  }
  const std::string closed(depth, '}');
  EXPECT_EQ(
      told(compared(opened + R"({"x":1,"y":1})" + closed, opened + R"({"x":2,"y":2})" + closed, {pattern + "/x"})),
      pattern + "/y 1 2");
}

TEST(answer_comparison, survives_what_is_nested_without_end) {
  const std::string deep(100'000, '[');
  EXPECT_NE(told(compared(deep, "{}")), "equal");
  EXPECT_NE(told(compared(deep + std::string(100'000, ']'), "{}")), "equal");
}

TEST(answer_comparison, hides_what_is_named_like_a_secret) {
  EXPECT_EQ(told(compared(R"({"payment":{"card":"4242"},"Access_Token":"a"})", R"({"payment":{"card":"1111"}})")),
            R"x(/Access_Token "(hidden)" -, /payment/card "(hidden)" "(hidden)")x");
  EXPECT_EQ(told(compared(R"({"payment":{"card":"4242","n":1}})", "{}")), R"x(/payment {"card":"(hidden)","n":1} -)x");
}

} // namespace sinew::gateway
