// SPDX-License-Identifier: Apache-2.0
#include "kernel/decision.hpp"

#include <gtest/gtest.h>
#include <cstdint>
#include <string>

namespace {

/// A door: enough of a domain for a decision.
struct door {
  struct opened {
    std::string by;
  };
  struct closed {};
  using event = std::variant<opened, closed>;
  enum class refusal : std::uint8_t { locked };
};

using door_decision = sinew::decision<door>;

TEST(decision, one_event_is_a_decision) {
  const door_decision d = door::opened{"me"};
  EXPECT_FALSE(d.is_refused());
  ASSERT_EQ(d.events().size(), 1U);
  EXPECT_EQ(std::get<door::opened>(d.events().front()).by, "me");
}

TEST(decision, several_events_keep_their_order) {
  const door_decision d = std::vector<door::event>{door::opened{"me"}, door::closed{}};
  ASSERT_EQ(d.events().size(), 2U);
  EXPECT_TRUE(std::holds_alternative<door::closed>(d.events().back()));
}

TEST(decision, a_refusal_has_a_reason_and_no_events) {
  const door_decision d = door::refusal::locked;
  EXPECT_TRUE(d.is_refused());
  EXPECT_EQ(d.refusal(), door::refusal::locked);
  EXPECT_TRUE(d.events().empty());
}

TEST(decision, nothing_is_accepted_without_events) {
  const door_decision d = sinew::nothing;
  EXPECT_FALSE(d.is_refused());
  EXPECT_TRUE(d.events().empty());
}

} // namespace
