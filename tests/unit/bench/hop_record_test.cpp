// SPDX-License-Identifier: Apache-2.0
#include "bench/target/hop_record.hpp"

#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

auto at(std::int64_t microseconds) -> timestamp {
  return from_unix_ns(microseconds * 1'000);
}

const hop_times sample{
    .received = at(110), .handled = at(120), .decided = at(125), .stored = at(325), .answered = at(326)};

TEST(hops, are_the_times_between_the_steps) {
  hop_record record;
  record.add(at(100), sample, at(350));
  const auto hops = record.take();
  ASSERT_EQ(hops.size(), 6U);
  std::vector<std::int64_t> seen;
  for (const auto& h : hops)
    seen.push_back(std::chrono::round<std::chrono::microseconds>(h.latency.percentile(50)).count());
  EXPECT_THAT(seen, testing::ElementsAre(10, 10, 5, 200, 1, 24));
  EXPECT_NEAR(share_of(hops[3], hops), 0.8, 0.001);
  EXPECT_EQ(record.remark(), "");
}

TEST(hops, are_taken_once) {
  hop_record record;
  EXPECT_TRUE(record.take().empty());
  record.add(at(100), sample, at(350));
  EXPECT_FALSE(record.take().empty());
  EXPECT_TRUE(record.take().empty());
}

TEST(hops, of_a_command_that_did_not_come_to_all_steps_do_not_count) {
  hop_record record;
  auto refused = sample;
  refused.stored = {};
  record.add(at(100), refused, at(350));
  EXPECT_TRUE(record.take().empty());
}

TEST(hops, between_clocks_that_differ_are_told_of) {
  hop_record record;
  record.add(at(200), sample, at(350));
  EXPECT_THAT(record.remark("; "), testing::StartsWith("; 1 hops ended before they began"));
}

} // namespace
} // namespace sinew::bench
