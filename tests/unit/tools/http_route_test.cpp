// SPDX-License-Identifier: Apache-2.0
#include "tools/routing/http_route.hpp"

#include <gtest/gtest.h>

namespace sinew {

namespace {

/// What is wrong with it; empty: nothing.
auto complaint(std::string_view json) -> std::string {
  const auto read = parse_http_route(json);
  return read ? std::string{} : read.error().what;
}

auto with(std::string_view members) -> std::string {
  return R"({"mode":"legacy","upstream":"http://127.0.0.1:8099",)" + std::string{members} + "}";
}

} // namespace

TEST(http_route, is_read_with_all_that_it_may_say) {
  const auto read =
      parse_http_route(R"({"mode":"both","upstream":"http://old.example:8099/shop","answer":"new","new_share":25,
    "ids":{"o-1":"legacy","o-2":"new"},"ignore":["/position","/items/*/version"],"pass_token":true})");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->mode, http_route::way::both);
  EXPECT_EQ(read->upstream, "http://old.example:8099/shop");
  EXPECT_EQ(read->answer, http_side::modern);
  EXPECT_EQ(read->new_share, 25U);
  EXPECT_EQ(read->ids.at("o-1"), http_side::legacy);
  EXPECT_EQ(read->ids.at("o-2"), http_side::modern);
  EXPECT_EQ(read->ignore, (std::vector<std::string>{"/position", "/items/*/version"}));
  EXPECT_TRUE(read->pass_token);
}

TEST(http_route, is_written_as_it_is_read) {
  for (const auto* text :
       {R"({"mode":"new"})", R"({"mode":"legacy","upstream":"http://a"})",
        R"({"mode":"both","upstream":"http://a","answer":"legacy","ignore":["/x"]})",
        R"({"mode":"new","upstream":"http://a","new_share":0,"ids":{"o-1":"legacy"},"pass_token":true})"})
    EXPECT_EQ(to_json(parse_http_route(text).value()).dump(), text);
}

TEST(http_route, names_the_member_that_is_wrong) {
  EXPECT_EQ(complaint(R"({"mode":"old","upstream":"http://a"})"), "mode: must be \"new\", \"legacy\" or \"both\"");
  EXPECT_EQ(complaint(R"({"upstream":"http://a"})"), "mode: is missing: \"new\", \"legacy\" or \"both\"");
  EXPECT_EQ(complaint(with(R"("new_share":101)")), "new_share: must be a whole number of percent from 0 to 100");
  EXPECT_EQ(complaint(with(R"("new_share":-1)")), "new_share: must be a whole number of percent from 0 to 100");
  EXPECT_EQ(complaint(with(R"("new_share":1.5)")), "new_share: must be a whole number of percent from 0 to 100");
  EXPECT_EQ(complaint(with(R"("ids":{"o 1":"new"})")), "ids: 'o 1' is no id: 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(complaint(with(R"("ids":{"o-1":"both"})")), "ids: 'o-1' must be \"new\" or \"legacy\"");
  EXPECT_TRUE(complaint(with(R"("ignore":["position"])")).starts_with("ignore: must be a list"));
  EXPECT_TRUE(complaint(with(R"("ignore":[1])")).starts_with("ignore: must be a list"));
  EXPECT_EQ(complaint(with(R"("answer":"new")")), "answer: goes with mode \"both\" alone");
  EXPECT_EQ(complaint(with(R"("pass_token":1)")), "pass_token: must be true or false");
  EXPECT_TRUE(complaint(with(R"("share":5)")).starts_with("share: there is no such member, only mode, upstream"));
}

TEST(http_route, says_what_is_wrong_with_an_upstream) {
  const auto at = [](std::string_view url) {
    return complaint(R"({"mode":"legacy","upstream":")" + std::string{url} + "\"}");
  };
  EXPECT_TRUE(at("https://old.example").starts_with("upstream: https is not spoken here"));
  EXPECT_EQ(at("http://a:0"), "upstream: its port must be 1 to 65535");
  EXPECT_EQ(at("old.example"), "upstream: it must be like http://127.0.0.1:80");
  EXPECT_EQ(complaint(R"({"mode":"legacy","upstream":8099})"),
            "upstream: must be a text like \"http://127.0.0.1:8099\"");
}

TEST(http_route, needs_an_upstream_as_soon_as_anything_can_go_there) {
  for (const auto* text : {R"({"mode":"legacy"})", R"({"mode":"both"})", R"({"mode":"new","new_share":99})",
                           R"({"mode":"new","ids":{"o-1":"legacy"}})"})
    EXPECT_EQ(complaint(text), "upstream: is missing: where the legacy system is") << text;
  for (const auto* text : {R"({"mode":"new"})", R"({"mode":"new","new_share":100,"ids":{"o-1":"new"}})"})
    EXPECT_EQ(complaint(text), "") << text;
}

TEST(http_route, is_bounded) {
  std::string ids;
  for (std::size_t i = 0; i <= http_route::most_ids; ++i)
    ids += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"new\"";
  EXPECT_TRUE(complaint(with("\"ids\":{" + ids + "}")).starts_with("ids: must be an object of at most 1000"));
  EXPECT_FALSE(complaint(std::string(http_route::largest + 1, ' ')).empty());
  EXPECT_FALSE(complaint("[]").empty());
  EXPECT_FALSE(complaint("").empty());
}

} // namespace sinew
