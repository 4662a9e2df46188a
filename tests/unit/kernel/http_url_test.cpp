// SPDX-License-Identifier: Apache-2.0
#include "kernel/http_url.hpp"

#include <gtest/gtest.h>

namespace {

auto text(const std::string& url) -> std::string {
  const auto read = sinew::parse_http_url(url);
  return read ? read->host + " " + read->port + " " + read->path : "no: " + read.error().what;
}

TEST(http_url, is_a_host_with_a_port_and_a_base) {
  EXPECT_EQ(text("http://127.0.0.1:8099"), "127.0.0.1 8099 ");
  EXPECT_EQ(text("http://shop"), "shop 80 ");
  EXPECT_EQ(text("http://shop/old/"), "shop 80 /old");
  EXPECT_EQ(text("http://[::1]:8099/a/b"), "::1 8099 /a/b");
}

TEST(http_url, names_its_host_and_port_as_http_does) {
  EXPECT_EQ(sinew::parse_http_url("http://shop/old")->authority(), "shop:80");
  EXPECT_EQ(sinew::parse_http_url("http://[::1]:8099")->authority(), "[::1]:8099");
  EXPECT_EQ(sinew::parse_http_url("http://[::1]:8099")->port_number(), 8099);
}

TEST(http_url, that_is_none_is_refused_with_the_reason) {
  for (const auto* bad : {"", "shop:80", "ftp://c", "http://", "http://:80", "http://c:0", "http://c:65536",
                          "http://c:x", "http://u@c", "http://c/?q", "http://c d", "http://[::1", "http://c\r\nX: y"})
    EXPECT_TRUE(text(bad).starts_with("no: ")) << bad << " -> " << text(bad);
  EXPECT_NE(text("https://c").find("https is not spoken"), std::string::npos);
}

} // namespace
