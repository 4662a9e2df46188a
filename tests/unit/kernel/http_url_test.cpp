// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_url.hpp"

#include <gtest/gtest.h>

namespace {

auto text(std::string_view url) -> std::string {
  const auto read = sinew::parse_http_url(url);
  return read ? read->host + " " + std::to_string(read->port) + " " + read->path : "no: " + read.error().what;
}

TEST(http_url, is_a_host_a_port_and_a_path) {
  EXPECT_EQ(text("http://127.0.0.1:8080"), "127.0.0.1 8080 ");
  EXPECT_EQ(text("http://shop.example"), "shop.example 0 ");
  EXPECT_EQ(text("http://shop:80/base//"), "shop 80 /base");
  EXPECT_EQ(text("http://[::1]:8080/"), "::1 8080 ");
}

TEST(http_url, that_is_none_is_refused_with_the_reason) {
  EXPECT_EQ(text("https://shop"), "no: https is not spoken here");
  for (const auto* bad :
       {"", "shop:8080", "ftp://shop", "http://a b", "http://bob@shop", "http://shop?x", "http://shop#x"})
    EXPECT_EQ(text(bad), "no: it must be like http://host:port") << bad;
  for (const auto* bad : {"http://", "http://:80", "http:///x"})
    EXPECT_EQ(text(bad), "no: it names no host") << bad;
  for (const auto* bad : {"http://shop:", "http://shop:0", "http://shop:65536", "http://shop:x", "http://shop:-1",
                          "http://shop:8 0", "http://[::1]8080"})
    EXPECT_TRUE(text(bad).starts_with("no: it")) << bad;
}

} // namespace
