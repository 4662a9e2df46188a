// SPDX-License-Identifier: Apache-2.0
#include "gateway/preference.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

using std::chrono::seconds;

TEST(preference, says_how_long_to_wait) {
  EXPECT_EQ(preferred_wait("wait=5"), seconds{5});
  EXPECT_EQ(preferred_wait("respond-async, Wait = 7"), seconds{7});
}

TEST(preference, waits_no_longer_than_anybody_may) {
  EXPECT_EQ(preferred_wait("wait=3600"), longest_wait);
  EXPECT_EQ(preferred_wait("wait=99999999999999999999"), longest_wait);
}

TEST(preference, is_passed_over_where_it_makes_no_sense) {
  for (const auto* header : {"", "return=minimal", "wait", "wait=", "wait=-1", "wait=5s", "wait=a", "await=5"})
    EXPECT_EQ(preferred_wait(header), std::nullopt) << header;
}

} // namespace sinew::gateway
