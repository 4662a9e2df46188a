// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/stream_backlog.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

TEST(stream_backlog, keeps_pieces_in_their_order_until_they_are_taken) {
  stream_backlog backlog{100, true};
  EXPECT_TRUE(backlog.add("hello"));
  EXPECT_TRUE(backlog.add("you"));
  EXPECT_EQ(backlog.take(), "5\r\nhello\r\n3\r\nyou\r\n");
  EXPECT_EQ(backlog.take(), "");
}

TEST(stream_backlog, takes_no_more_than_may_wait) {
  stream_backlog backlog{10, false};
  EXPECT_TRUE(backlog.add("123456789"));
  EXPECT_FALSE(backlog.add("too"));
  EXPECT_EQ(backlog.take(), "123456789");
  EXPECT_TRUE(backlog.add("now"));
}

TEST(stream_backlog, ends_a_chunked_body_once_and_never_by_an_empty_piece) {
  stream_backlog backlog{100, true};
  EXPECT_TRUE(backlog.add(""));
  EXPECT_EQ(backlog.take(), "");
  backlog.end();
  backlog.end();
  EXPECT_TRUE(backlog.has_ended());
  EXPECT_EQ(backlog.take(), "0\r\n\r\n");
}

TEST(stream_backlog, frames_nothing_for_http_10) {
  stream_backlog backlog{100, false};
  EXPECT_TRUE(backlog.add("plain"));
  backlog.end();
  EXPECT_EQ(backlog.take(), "plain");
}

} // namespace sinew::gateway
