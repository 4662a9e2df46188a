// SPDX-License-Identifier: Apache-2.0
#include "bench/target/reason_tally.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace sinew::bench {
namespace {

TEST(a_tally_of_reasons, tells_the_most_frequent_ones_first) {
  reason_tally tally;
  EXPECT_EQ(tally.text(), "");
  tally.count("unavailable");
  for (int i = 0; i < 1'200; ++i)
    tally.count("refused: not_open");
  EXPECT_EQ(tally.text(), "1,200 refused: not_open, 1 unavailable");
}

TEST(a_tally_of_reasons, is_bounded_and_loses_no_count) {
  reason_tally tally;
  for (int i = 0; i < 1'000; ++i)
    tally.count(fmt::format("invalid: {}", i));
  EXPECT_THAT(tally.text(), testing::EndsWith(", 995 for other reasons"));
}

} // namespace
} // namespace sinew::bench
