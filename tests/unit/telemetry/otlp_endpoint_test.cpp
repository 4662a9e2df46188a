// SPDX-License-Identifier: Apache-2.0
#include "telemetry/otlp_endpoint.hpp"

#include <gtest/gtest.h>

namespace {

auto text(const std::string& url) -> std::string {
  const auto read = sinew::parse_otlp_endpoint(url);
  return read ? read->host + " " + read->port + " " + read->path : "no: " + read.error().what;
}

TEST(otlp_endpoint, is_a_base_to_which_the_path_of_traces_is_added) {
  EXPECT_EQ(text("http://127.0.0.1:4318"), "127.0.0.1 4318 /v1/traces");
  EXPECT_EQ(text("http://collector"), "collector 4318 /v1/traces");
  EXPECT_EQ(text("http://collector:80/otlp/"), "collector 80 /otlp/v1/traces");
  EXPECT_EQ(text("http://[::1]:4318/"), "::1 4318 /v1/traces");
}

TEST(otlp_endpoint, that_is_none_is_refused_with_the_reason) {
  for (const auto* bad : {"", "collector:4318", "ftp://c", "http://", "http://:4318", "http://c:0", "http://c:65536",
                          "http://c:x", "http://u@c", "http://c/?q", "http://c d", "http://[::1"})
    EXPECT_TRUE(text(bad).starts_with("no: ")) << bad << " -> " << text(bad);
  EXPECT_NE(text("https://c").find("https is not spoken"), std::string::npos);
}

} // namespace
