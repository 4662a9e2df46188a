// SPDX-License-Identifier: Apache-2.0
#include "telemetry/span_queue.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace {

using namespace std::chrono_literals;

TEST(span_queue, takes_no_more_than_it_has_room_for) {
  sinew::span_queue queue{2};
  EXPECT_TRUE(queue.add({}));
  EXPECT_TRUE(queue.add({}));
  EXPECT_FALSE(queue.add({}));
  EXPECT_EQ(queue.take(8, 0ms).size(), 2U);
  EXPECT_TRUE(queue.add({}));
}

TEST(span_queue, gives_a_full_batch_at_once_and_in_order) {
  sinew::span_queue queue{100};
  std::thread writer{[&] {
    for (const auto* name : {"a", "b", "c"})
      (void)queue.add({.name = name});
  }};
  const auto batch = queue.take(3, 10min); // else it would wait for ever
  writer.join();
  ASSERT_EQ(batch.size(), 3U);
  EXPECT_EQ(batch[0].name + batch[1].name + batch[2].name, "abc");
}

TEST(span_queue, closed_gives_what_is_left_without_waiting_and_takes_nothing) {
  sinew::span_queue queue{100};
  (void)queue.add({.name = "last"});
  queue.close();
  EXPECT_FALSE(queue.add({}));
  EXPECT_FALSE(queue.is_finished());
  EXPECT_EQ(queue.take(8, 10min).size(), 1U);
  EXPECT_TRUE(queue.is_finished());
  EXPECT_TRUE(queue.rest(10min));
}

} // namespace
