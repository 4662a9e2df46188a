// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/forwarding.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sinew::gateway {

namespace {

auto asked(http_headers headers = {}) -> call {
  auto request = std::make_shared<http_request>(http_request{.method = "POST",
                                                             .path = "/v1/orders/o-1/cancel",
                                                             .query = "dry=1",
                                                             .headers = std::move(headers),
                                                             .body = "{}",
                                                             .peer = "192.0.2.1"});
  call made{.request = std::move(request), .path = {{"id", "o-1"}}};
  made.caller = made.who.subject = "c-1";
  made.who.add(role::customer);
  return made;
}

auto sent(const call& made, std::string_view base = "", bool pass_token = false) -> upstream_request {
  const auto to = parse_http_url("http://old.example:8099" + std::string{base}).value();
  return forwarded(made, {.to = to, .id = "o-1", .pass_token = pass_token, .gateway = "gateway-1"});
}

auto given_back(std::string name, std::string_view told, std::string_view upstream) -> std::string {
  const auto back = returned({.status = 201, .headers = {{name, std::string{told}}}, .body = {}, .stream = {}},
                             parse_http_url(upstream).value());
  return std::string{find_header(back.headers, name)};
}

auto location(std::string_view told, std::string_view upstream) -> std::string {
  return given_back("location", told, upstream);
}

auto link(std::string_view told) -> std::string {
  return given_back("link", told, "http://h:8099/old");
}

} // namespace

TEST(forwarding, asks_for_the_same_below_the_base_of_the_other_system) {
  const auto request = sent(asked({{"Content-Type", "application/json"}, {"Idempotency-Key", "k"}}), "/old");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/old/v1/orders/o-1/cancel?dry=1");
  EXPECT_EQ(request.body, "{}");
  EXPECT_EQ(find_header(request.headers, "Content-Type"), "application/json");
  EXPECT_EQ(find_header(request.headers, "Idempotency-Key"), "k");
}

TEST(forwarding, says_who_asks_and_believes_no_client_about_it) {
  const auto request =
      sent(asked({{"Sinew-Subject", "c-2"}, {"Sinew-Roles", "operator"}, {"X-Forwarded-For", "127.0.0.1"}}));
  EXPECT_EQ(find_header(request.headers, "Sinew-Subject"), "c-1");
  EXPECT_EQ(find_header(request.headers, "Sinew-Roles"), "customer");
  EXPECT_EQ(find_header(request.headers, "Sinew-Id"), "o-1");
  EXPECT_EQ(find_header(request.headers, "X-Forwarded-For"), "192.0.2.1");
  EXPECT_EQ(std::ranges::count(request.headers, "Sinew-Subject", &http_header::name), 1);
}

TEST(forwarding, keeps_connections_and_cookies_and_unless_told_tokens_to_itself) {
  const auto made = asked({{"Connection", "close"},
                           {"Cookie", "a=b"},
                           {"Transfer-Encoding", "chunked"},
                           {"Accept-Encoding", "gzip"},
                           {"Authorization", "Bearer t"}});
  for (const auto* name : {"Connection", "Cookie", "Transfer-Encoding", "Accept-Encoding", "Authorization"})
    EXPECT_EQ(find_header(sent(made).headers, name), "") << name;
  EXPECT_EQ(find_header(sent(made, "", true).headers, "Authorization"), "Bearer t");
}

TEST(forwarding, notices_a_request_that_has_been_here) {
  const auto request = sent(asked({{"Via", "1.1 proxy"}}));
  const auto via = find_header(request.headers, "Via");
  EXPECT_EQ(via, "1.1 proxy, 1.1 gateway-1");
  http_request again{.method = "GET", .path = "/", .query = {}, .headers = {{"Via", std::string{via}}}, .body = {}};
  EXPECT_TRUE(has_passed(again, "gateway-1"));
  EXPECT_FALSE(has_passed(again, "gateway-2"));
  EXPECT_FALSE(has_passed(*asked().request, "gateway-1"));
}

TEST(forwarding, takes_no_path_that_could_become_another) {
  const auto is_plain = [](std::string part) {
    return is_plain_path({.request = {}, .path = {{"id", std::move(part)}}});
  };
  for (const auto* good : {"o-1", "SKU_1", "2024.17", "a:b", "a~b@c"})
    EXPECT_TRUE(is_plain(good)) << good;
  for (const auto* bad : {"..", ".", ".htaccess", "a/b", "a\\b", "a%2Fb", "a b", "a\nb", "..;", "a?b", "a#b", "ä"})
    EXPECT_FALSE(is_plain(bad)) << bad;
}

TEST(forwarding, gives_back_what_describes_the_answer) {
  const auto back = returned({.status = 409,
                              .headers = {{"content-type", "text/plain"},
                                          {"Set-Cookie", "session=1"},
                                          {"Connection", "keep-alive"},
                                          {"Server", "old"},
                                          {"ETag", "\"1\""}},
                              .body = "no",
                              .stream = {}},
                             {.host = "h", .port = "80", .path = {}});
  EXPECT_EQ(back.status, 409U);
  EXPECT_EQ(back.body, "no");
  ASSERT_EQ(back.headers.size(), 3U);
  EXPECT_EQ(find_header(back.headers, "Content-Type"), "text/plain");
  EXPECT_EQ(find_header(back.headers, "ETag"), "\"1\"");
  EXPECT_EQ(find_header(back.headers, "Content-Security-Policy"), "default-src 'none'; sandbox");
}

TEST(forwarding, makes_a_place_over_there_one_of_ours) {
  EXPECT_EQ(location("/v1/orders/o-1", "http://h:8099"), "/v1/orders/o-1");
  EXPECT_EQ(location("http://h:8099/v1/orders/o-1", "http://h:8099"), "/v1/orders/o-1");
  EXPECT_EQ(location("http://h/old/v1/orders/o-1", "http://h/old"), "/v1/orders/o-1");
  EXPECT_EQ(location("/old/v1/orders/o-1", "http://h/old"), "/v1/orders/o-1");
  EXPECT_EQ(location("http://elsewhere/x", "http://h:8099"), "http://elsewhere/x");
  EXPECT_EQ(location("http://h:8099", "http://h:8099"), "/");
}

TEST(forwarding, makes_links_over_there_ours) {
  EXPECT_EQ(link(R"(<http://h:8099/old/v1/orders?cursor=x>; rel="next")"), R"(</v1/orders?cursor=x>; rel="next")");
  EXPECT_EQ(link(R"(</old/v1/a>; rel=prev, <http://h:8099/old/v1/b>;rel="next last")"),
            R"(</v1/a>; rel=prev, </v1/b>;rel="next last")");
  EXPECT_EQ(link("<http://elsewhere/x>; rel=help"), "<http://elsewhere/x>; rel=help");
  EXPECT_EQ(link(R"(</old/a>; title="</old/b> \"</old/c>", </old/d>)"), R"(</a>; title="</old/b> \"</old/c>", </d>)");
  EXPECT_EQ(link("<http://h:8099/old/v1"), "<http://h:8099/old/v1") << "it never ends";
}

} // namespace sinew::gateway
