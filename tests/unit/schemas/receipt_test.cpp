// SPDX-License-Identifier: Apache-2.0
#include "schemas/message.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace {

using namespace std::chrono_literals;
using sinew::read_receipt;
using sinew::receipt;
using sinew::wire::Outcome;

TEST(receipt, reads_back_what_was_written) {
  const receipt written{.outcome = Outcome::retry,
                        .command = {3, 4},
                        .version = 5,
                        .position = 6,
                        .reason = "overloaded",
                        .retry_after = 250ms,
                        .repeated = true};
  const auto read = read_receipt(sinew::write_receipt(written));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->outcome, written.outcome);
  EXPECT_EQ(read->command, written.command);
  EXPECT_EQ(read->version, written.version);
  EXPECT_EQ(read->position, written.position);
  EXPECT_EQ(read->reason, written.reason);
  EXPECT_EQ(read->retry_after, written.retry_after);
  EXPECT_TRUE(read->repeated);
}

TEST(receipt, tells_when_each_step_was_done_and_nothing_where_nobody_asked) {
  EXPECT_EQ(read_receipt(sinew::write_receipt({}))->hops, nullptr);
  EXPECT_LT(sinew::write_receipt({.version = 1}).size(),
            sinew::write_receipt({.version = 1, .hops = std::make_shared<sinew::hop_times>()}).size());
  const auto at = [](std::int64_t ns) { return sinew::from_unix_ns(ns); };
  const sinew::hop_times written{
      .received = at(1), .handled = at(2), .decided = at(3), .stored = at(4), .answered = at(5)};
  const auto read = read_receipt(sinew::write_receipt({.hops = std::make_shared<sinew::hop_times>(written)}));
  ASSERT_TRUE(read && read->hops != nullptr);
  EXPECT_EQ(read->hops->received, at(1));
  EXPECT_EQ(read->hops->handled, at(2));
  EXPECT_EQ(read->hops->decided, at(3));
  EXPECT_EQ(read->hops->stored, at(4));
  EXPECT_EQ(read->hops->answered, at(5));
}

TEST(receipt, without_a_reason_has_an_empty_one) {
  EXPECT_TRUE(read_receipt(sinew::write_receipt({}))->reason.empty());
}

TEST(receipt, other_bytes_are_no_receipt) {
  for (const std::string_view text : {"", "x", "0123456789", "{\"outcome\":\"accepted\"}"}) {
    const auto read = read_receipt(sinew::as_bytes(text));
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, sinew::errc::invalid_input);
  }
}

TEST(receipt, an_outcome_that_does_not_exist_is_refused) {
  EXPECT_FALSE(read_receipt(sinew::write_receipt({.outcome = static_cast<Outcome>(200)})));
}

TEST(receipt, damaged_bytes_are_refused_or_readable) {
  EXPECT_TRUE(rc::check("changed", [](const std::vector<std::pair<std::uint8_t, std::uint8_t>>& changes) {
    auto damaged = sinew::write_receipt({.command = {1, 2}, .reason = "why"});
    for (const auto& [where, what] : changes)
      damaged[where % damaged.size()] = std::byte{what};
    if (const auto read = read_receipt(damaged))
      RC_ASSERT(read->reason.size() < damaged.size());
  }));
}

} // namespace
