// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/content_coding.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace sinew::gateway {

namespace {

auto gunzip(const std::string& coded) -> std::string {
  z_stream decoder{};
  EXPECT_EQ(inflateInit2(&decoder, 15 + 16), Z_OK);
  std::string text(1 << 20, '\0');
  auto from = coded;
  decoder.next_in = reinterpret_cast<Bytef*>(from.data());
  decoder.avail_in = static_cast<uInt>(from.size());
  decoder.next_out = reinterpret_cast<Bytef*>(text.data());
  decoder.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&decoder, Z_FINISH), Z_STREAM_END);
  text.resize(decoder.total_out);
  inflateEnd(&decoder);
  return text;
}

auto asked(std::string accepted) -> http_request {
  return {.method = "GET", .path = "/", .query = {}, .headers = {{"Accept-Encoding", std::move(accepted)}}, .body = {}};
}

auto answer_of(std::size_t size) -> http_response {
  return {
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::string(size, 'x'), .stream = {}};
}

} // namespace

TEST(content_coding, is_used_when_gzip_is_welcome) {
  for (const auto* header : {"gzip", "deflate, gzip", "GZIP;q=0.5", "br, *;q=0.1", "gzip ; q=1.0"})
    EXPECT_TRUE(accepts_gzip(header)) << header;
  for (const auto* header : {"", "identity", "br", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "xgzip"})
    EXPECT_FALSE(accepts_gzip(header)) << header;
}

TEST(content_coding, gives_back_what_it_was_given) {
  const std::string text = "order placed, order placed, order placed\n";
  EXPECT_EQ(gunzip(gzip(text)), text);
}

TEST(content_coding, codes_large_text_alone) {
  auto large = answer_of(4096);
  encode(asked("gzip"), large);
  EXPECT_EQ(find_header(large.headers, "Content-Encoding"), "gzip");
  EXPECT_EQ(gunzip(large.body), std::string(4096, 'x'));
  auto small = answer_of(least_worth_coding - 1);
  encode(asked("gzip"), small);
  EXPECT_EQ(find_header(small.headers, "Content-Encoding"), "");
}

TEST(content_coding, tells_caches_that_the_answer_varies_even_where_it_is_not_coded) {
  auto plain = answer_of(4096);
  encode(asked("identity"), plain);
  EXPECT_EQ(find_header(plain.headers, "Vary"), "Accept-Encoding");
  EXPECT_EQ(plain.body, std::string(4096, 'x'));
}

} // namespace sinew::gateway
