// SPDX-License-Identifier: Apache-2.0
#include "bridge/pull_window.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

void arrive(pull_window& w, int messages) {
  for (int i = 0; i < messages; ++i)
    w.arrived();
}

TEST(pull_window, orders_a_whole_window_at_first) {
  pull_window w{512};
  EXPECT_EQ(w.take_order(), 512U);
  EXPECT_EQ(w.take_order(), 0U);
}

TEST(pull_window, orders_again_once_less_than_half_is_to_come) {
  pull_window w{10};
  (void)w.take_order();
  arrive(w, 5);
  EXPECT_EQ(w.take_order(), 0U);
  arrive(w, 1);
  EXPECT_EQ(w.take_order(), 6U);
  EXPECT_EQ(w.on_order(), 10U);
}

TEST(pull_window, works_with_a_window_of_one) {
  pull_window w{1};
  EXPECT_EQ(w.take_order(), 1U);
  EXPECT_EQ(w.take_order(), 0U);
  w.arrived();
  EXPECT_EQ(w.take_order(), 1U);
}

TEST(pull_window, forgets_what_the_broker_has_cancelled) {
  pull_window w{10};
  (void)w.take_order();
  w.cancelled(7);
  EXPECT_EQ(w.take_order(), 7U);
}

TEST(pull_window, never_owes_less_than_nothing) {
  pull_window w{4};
  arrive(w, 3);
  w.cancelled(9);
  EXPECT_EQ(w.take_order(), 4U);
}

TEST(pull_window, orders_everything_anew_after_a_loss) {
  pull_window w{10};
  (void)w.take_order();
  arrive(w, 2);
  w.reset();
  EXPECT_EQ(w.take_order(), 10U);
}

} // namespace
} // namespace sinew
