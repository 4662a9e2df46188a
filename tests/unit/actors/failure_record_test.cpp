// SPDX-License-Identifier: Apache-2.0
#include "actors/failure_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sinew {
namespace {

auto at(std::int64_t ns) -> timestamp {
  return from_unix_ns(ns);
}

TEST(failure_record, tells_how_often_and_from_when_to_when) {
  failure_record r;
  r.add("a", at(10));
  r.add("a", at(20));
  r.add("b", at(30));
  EXPECT_EQ(r.attempts(), 3U);
  EXPECT_EQ(r.first(), at(10));
  EXPECT_EQ(r.last(), at(30));
}

TEST(failure_record, keeps_each_cause_once_in_the_order_met) {
  failure_record r;
  for (const auto* cause : {"a", "b", "a", "c", "b"})
    r.add(cause, at(1));
  EXPECT_THAT(r.causes(), testing::ElementsAre("a", "b", "c"));
}

TEST(failure_record, is_bounded_and_keeps_the_first_and_the_newest) {
  failure_record r;
  for (int i = 0; i < 100; ++i)
    r.add(std::to_string(i) + std::string(10'000, '.'), at(i));
  EXPECT_EQ(r.causes().size(), failure_record::most_causes);
  EXPECT_EQ(r.causes().front().substr(0, 2), "0.");
  EXPECT_EQ(r.causes().back().substr(0, 3), "99.");
  EXPECT_EQ(r.causes().back().size(), failure_record::longest_cause);
}

TEST(blame, falls_on_the_world_for_what_passes) {
  for (const auto code : {errc::unavailable, errc::overloaded, errc::outcome_unknown, errc::deadline_exceeded})
    EXPECT_EQ(blame_for_effect(code), blame::world) << to_string(code);
  EXPECT_EQ(blame_for(receipt{.outcome = wire::Outcome::retry, .reason = "overloaded: later"}), blame::world);
}

TEST(blame, falls_on_the_message_for_what_it_brings_about) {
  for (const auto code : {errc::system_failure, errc::rejected_by_broker, errc::not_found, errc::conflict})
    EXPECT_EQ(blame_for_effect(code), blame::message) << to_string(code);
  EXPECT_EQ(blame_for(receipt{.outcome = wire::Outcome::retry, .broke_down = true}), blame::message);
  EXPECT_EQ(blame_for(receipt{.outcome = wire::Outcome::invalid}), blame::input);
}

} // namespace
} // namespace sinew
