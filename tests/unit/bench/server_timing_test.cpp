// SPDX-License-Identifier: Apache-2.0
#include "bench/http/server_timing.hpp"

#include "bench/target/door_hops.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

using namespace std::chrono_literals;

auto read(std::string_view value) -> std::string {
  std::string text;
  for (const auto& [name, took] : read_server_timing(value))
    text += fmt::format("{} {}; ", name, took.count());
  return text;
}

constexpr std::string_view all_hops =
    "gateway-in;dur=0.05;desc=\"a, b\", request;dur=0.01, mailbox;dur=0.01, decide;dur=0.001, append;dur=0.2, "
    "answer;dur=0.002, reply;dur=0.027, gateway-out;dur=0.012";

TEST(server_timing, is_read_with_and_without_descriptions) {
  EXPECT_EQ(read("db;dur=53, app;desc=\"a \\\"b\\\", c\";dur=47.2"), "db 53000000; app 47200000; ");
  EXPECT_EQ(read(" cpu ; dur=0.0001 "), "cpu 100; ");
}

TEST(server_timing, that_tells_no_duration_is_left_out) {
  for (const auto* nothing : {"", ",,", ";", "miss", "a;dur=", "a;dur=x", "a;dur=-1", "a;dur=nan", "a;dur=1e99",
                              ";dur=1", "a;desc=\"dur=1", "a;dur=1s"})
    EXPECT_EQ(read(nothing), "") << nothing;
}

TEST(hops_through_a_door, are_those_of_the_gateway_and_what_is_left) {
  door_hops hops;
  hops.add(400us, all_hops);
  const auto seen = hops.take();
  ASSERT_EQ(seen.size(), 9U);
  EXPECT_EQ(seen[0].name, "http");
  EXPECT_NEAR(static_cast<double>(seen[0].latency.max().count()), 88'000, 100);
  EXPECT_EQ(seen[8].name, "gateway-out");
  EXPECT_NEAR(static_cast<double>(seen[5].latency.max().count()), 200'000, 200);
  EXPECT_TRUE(hops.take().empty());
}

TEST(hops_through_a_door, count_nothing_where_one_is_missing) {
  door_hops hops;
  hops.add(400us, "gateway-in;dur=0.05, service;dur=1, gateway-out;dur=0.1");
  hops.add(400us, "");
  EXPECT_TRUE(hops.take().empty());
  EXPECT_TRUE(door_hops::are_told_by(all_hops));
  EXPECT_FALSE(door_hops::are_told_by("gateway;dur=1"));
}

} // namespace
} // namespace sinew::bench
