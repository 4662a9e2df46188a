// SPDX-License-Identifier: Apache-2.0
#include "memory/seeded_randomness.hpp"

#include <gtest/gtest.h>

namespace {

// The first values of xoshiro256** seeded with splitmix64(0), as other implementations of the algorithm give them.
TEST(seeded_randomness, gives_the_published_values) {
  sinew::seeded_randomness chance{0};
  EXPECT_EQ(chance.next(), 11091344671253066420U);
  EXPECT_EQ(chance.next(), 13793997310169335082U);
  EXPECT_EQ(chance.next(), 1900383378846508768U);
  EXPECT_EQ(chance.next(), 7684712102626143532U);
}

TEST(seeded_randomness, is_the_same_for_the_same_seed_only) {
  sinew::seeded_randomness one{8421};
  sinew::seeded_randomness same{8421};
  sinew::seeded_randomness other{8422};
  for (int i = 0; i < 100; ++i) {
    const auto value = one.next();
    EXPECT_EQ(value, same.next());
    EXPECT_NE(value, other.next());
  }
}

} // namespace
