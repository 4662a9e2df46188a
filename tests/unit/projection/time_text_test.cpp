// SPDX-License-Identifier: Apache-2.0
#include "projection/time_text.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

TEST(time_text, reads_days_times_and_fractions) {
  using namespace std::chrono;
  const auto day = sys_days{2026y / 11 / 22};
  EXPECT_EQ(parse_rfc3339("2026-11-22"), timestamp{day});
  EXPECT_EQ(parse_rfc3339("2026-11-22T10:20:30Z"), timestamp{day + 10h + 20min + 30s});
  EXPECT_EQ(parse_rfc3339("2026-11-22T10:20:30.25Z"), timestamp{day + 10h + 20min + 30s + 250ms});
  EXPECT_EQ(parse_rfc3339("2026-11-22T10:20:30.000000001Z"), timestamp{day + 10h + 20min + 30s + 1ns});
}

TEST(time_text, reads_back_what_is_written) {
  const auto time = from_unix_ns(1'790'000'000'123'000'000);
  EXPECT_EQ(parse_rfc3339(to_rfc3339(time)), time);
}

TEST(time_text, reads_nothing_else) {
  for (const auto* text : {"", "now", "2026", "2026-13-01", "2026-02-30", "2026-11-22 10:00:00Z", "2026-11-22T10:00:00",
                           "2026-11-22T10:00Z", "2026-11-22T24:00:00Z", "2026-11-22T10:00:60Z",
                           "2026-11-22T10:00:00+01:00", "2026-11-22T10:00:00.Z", "2026-11-22T10:00:00.0000000001Z",
                           "2026-11-22Z", "2026-11-22T10:00:00ZZ", "1600-01-01", "2300-01-01"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

} // namespace
} // namespace sinew
