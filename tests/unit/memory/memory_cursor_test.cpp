// SPDX-License-Identifier: Apache-2.0
#include "memory/memory_cursor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
using sinew::memory_cursor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class memory_cursor_test : public ::testing::Test {
 protected:
  void store(const std::string& type) { stream.store({"item", "a"}, type, {}); }
  /// Everything that is to be delivered now: "position/attempt".
  auto due(std::chrono::milliseconds at = 0ms) -> std::vector<std::string> {
    cursor.expire(time(at));
    std::vector<std::string> all;
    while (const auto next = cursor.next(stream, time(at)))
      all.push_back(std::to_string(next->record.position) + "/" + std::to_string(next->attempt));
    return all;
  }
  static auto time(std::chrono::milliseconds at) -> memory_cursor::time_point { return memory_cursor::time_point{at}; }

  sinew::memory_stream stream;
  memory_cursor cursor{
      {.reader = "till", .upstream = "shop", .filters = {{"item", "sold"}}, .window = 3, .ack_wait = 100ms}};
};

TEST_F(memory_cursor_test, hands_out_what_the_filters_name_up_to_the_window) {
  for (const auto* type : {"sold", "opened", "sold", "sold", "sold"})
    store(type);
  EXPECT_THAT(due(), ElementsAre("1/1", "3/1", "4/1"));
  EXPECT_EQ(cursor.unacknowledged(), 3U);
  cursor.ack(3);
  EXPECT_THAT(due(), ElementsAre("5/1"));
}

TEST_F(memory_cursor_test, what_is_overdue_comes_again_before_what_is_new_and_beyond_the_window) {
  for (int i = 0; i < 4; ++i)
    store("sold");
  EXPECT_THAT(due(), ElementsAre("1/1", "2/1", "3/1"));
  EXPECT_EQ(cursor.next_expiry(), time(100ms));
  EXPECT_THAT(due(99ms), IsEmpty());
  cursor.ack(2);
  EXPECT_THAT(due(100ms), ElementsAre("1/2", "3/2", "4/1"));
}

TEST_F(memory_cursor_test, a_retry_counts_from_when_it_is_asked_for) {
  store("sold");
  EXPECT_THAT(due(), ElementsAre("1/1"));
  cursor.retry(1, time(500ms));
  EXPECT_THAT(due(499ms), IsEmpty());
  EXPECT_THAT(due(500ms), ElementsAre("1/2"));
}

TEST_F(memory_cursor_test, progress_starts_the_wait_anew) {
  store("sold");
  due();
  cursor.in_progress(1, time(90ms));
  EXPECT_THAT(due(189ms), IsEmpty());
  EXPECT_THAT(due(190ms), ElementsAre("1/2"));
}

TEST_F(memory_cursor_test, words_about_what_is_not_out_are_ignored) {
  store("sold");
  cursor.ack(1);
  cursor.retry(1, time(0ms));
  cursor.in_progress(77, time(0ms));
  EXPECT_THAT(due(), ElementsAre("1/1"));
  cursor.ack(1);
  cursor.retry(1, time(0ms));
  EXPECT_THAT(due(1h), IsEmpty());
  EXPECT_EQ(cursor.next_expiry(), std::nullopt);
}

TEST_F(memory_cursor_test, an_ack_counts_also_while_the_message_waits_to_come_again) {
  store("sold");
  due();
  cursor.expire(time(100ms));
  cursor.ack(1);
  EXPECT_THAT(due(1h), IsEmpty());
  EXPECT_EQ(cursor.unacknowledged(), 0U);
}

} // namespace
