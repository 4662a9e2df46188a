// SPDX-License-Identifier: Apache-2.0
#include "kernel/time.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

using namespace std::chrono_literals;
using sinew::parse_duration;

TEST(time, is_written_as_rfc_3339_with_milliseconds) {
  const auto day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};
  EXPECT_EQ(sinew::to_rfc3339(day + 10h + 250ms), "2026-11-22T10:00:00.250Z");
  EXPECT_EQ(sinew::to_rfc3339(day + 23h + 59min + 59s + 999'999'999ns), "2026-11-22T23:59:59.999Z");
  EXPECT_EQ(sinew::to_rfc3339({}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(sinew::to_rfc3339(sinew::timestamp{-1ns}), "1969-12-31T23:59:59.999Z");
}

TEST(time, survives_the_wire) {
  const sinew::timestamp t{1'764'000'000'123'456'789ns};
  EXPECT_EQ(sinew::from_unix_ns(sinew::to_unix_ns(t)), t);
}

TEST(duration, is_a_count_and_a_unit) {
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  EXPECT_EQ(parse_duration("10s"), 10s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("2h"), 2h);
}

TEST(duration, anything_else_is_refused_by_name) {
  for (const auto* text : {"", "s", "10", "10 s", " 10s", "10S", "-5s", "+5s", "0s", "1.5s", "10sx", "10d", "0x10s",
                           "99999999999999999999s", "999999999999999h"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, sinew::errc::invalid_input);
    EXPECT_NE(parsed.error().what.find("'" + std::string{text} + "'"), std::string::npos);
  }
}

} // namespace
