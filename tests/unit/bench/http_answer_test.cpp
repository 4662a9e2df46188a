// SPDX-License-Identifier: Apache-2.0
#include "bench/http/http_answer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sinew::bench {
namespace {

using progress = answer_reader::progress;

/// `pieces` as they come from a socket.
auto read(answer_reader& with, std::initializer_list<std::string_view> pieces) -> progress {
  auto how = progress::incomplete;
  for (const auto piece : pieces) {
    std::ranges::copy(piece, with.room().begin());
    how = with.took(piece.size());
  }
  return how;
}

auto read(std::initializer_list<std::string_view> pieces) -> progress {
  answer_reader fresh;
  return read(fresh, pieces);
}

TEST(an_answer, is_read_in_whatever_pieces_it_comes) {
  const std::string_view whole =
      "HTTP/1.1 200 OK\r\nDate: now\r\nserver-timing:  a;dur=1 \r\nContent-Length: 5\r\n\r\nhello";
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    answer_reader reader;
    EXPECT_EQ(read(reader, {whole.substr(0, cut)}), progress::incomplete) << cut;
    ASSERT_EQ(read(reader, {whole.substr(cut)}), progress::complete) << cut;
    EXPECT_EQ(reader.answer().status, 200U);
    EXPECT_EQ(reader.answer().body, "hello");
    EXPECT_EQ(reader.answer().header("Server-Timing"), "a;dur=1");
    EXPECT_EQ(reader.answer().header("Location"), "");
    EXPECT_TRUE(reader.answer().is_kept);
  }
}

TEST(an_answer, is_followed_by_the_next_one) {
  answer_reader reader;
  ASSERT_EQ(read(reader, {"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: Close\r\n\r\n{}"}),
            progress::complete);
  EXPECT_FALSE(reader.answer().is_kept);
  reader.forget();
  ASSERT_EQ(read(reader, {"HTTP/1.1 204 No Content\r\n\r\n"}), progress::complete);
  EXPECT_EQ(reader.answer().status, 204U);
  EXPECT_EQ(reader.answer().body, "");
}

TEST(an_answer, that_is_none_of_ours_is_broken) {
  for (const auto* bad :
       {"SSH-2.0-x\r\n\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 abc\r\n\r\n",
        "HTTP/1.1 2\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\na", "\r\n\r\n"})
    EXPECT_EQ(read({bad}), progress::broken) << bad;
}

TEST(an_answer, without_an_end_is_broken_once_it_is_too_long) {
  answer_reader reader;
  auto how = read(reader, {"HTTP/1.1 200 OK\r\nX: "});
  while (how == progress::incomplete) {
    ASSERT_FALSE(reader.room().empty());
    how = read(reader, {std::string(std::min<std::size_t>(reader.room().size(), 10'000), 'x')});
  }
  EXPECT_EQ(how, progress::broken);
}

} // namespace
} // namespace sinew::bench
