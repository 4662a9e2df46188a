// SPDX-License-Identifier: Apache-2.0
#include "bridge/ack_subject.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

TEST(ack_subject, tells_attempt_and_position_in_the_usual_form) {
  const auto facts = read_ack_subject("$JS.ACK.EVT_ORDER.payment.3.4711.17.1763776800000000000.5");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->attempt, 3U);
  EXPECT_EQ(facts->position, 4711U);
  EXPECT_EQ(facts->stored, 1'763'776'800'000'000'000);
  EXPECT_EQ(facts->pending, 5U);
}

TEST(ack_subject, tells_them_in_the_form_with_domain_and_account) {
  const auto facts = read_ack_subject("$JS.ACK._.Ab12.EVT_ORDER.payment.3.4711.17.1763776800000000000.5");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->attempt, 3U);
  EXPECT_EQ(facts->position, 4711U);
}

TEST(ack_subject, is_nothing_else) {
  for (const auto* subject : {"", "$JS.ACK", "evt.order.17.o-1.placed", "$JS.ACK.S.C.x.y.z.t.p", "a.b.c.d.1.2.3.4.5"})
    EXPECT_FALSE(read_ack_subject(subject)) << subject;
}

} // namespace
} // namespace sinew
