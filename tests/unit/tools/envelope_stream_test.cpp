// SPDX-License-Identifier: Apache-2.0
#include "tools/envelope_stream.hpp"

#include "tests/unit/tools/shop_catalog.hpp"

#include <gmock/gmock.h>

namespace sinew {
namespace {

using testing::ElementsAre;

class envelopes_in_a_pipe : public testing::Test {
 protected:
  auto body(std::uint32_t quantity) -> std::string {
    return std::string{as_text(
        test::stored_event(known, {"stock", "SKU-1"}, "received", "StockReceived", {{"quantity", quantity}}, "c")
            .raw())};
  }

  /// "7" for an envelope that says so; anything else as it is.
  auto shown(bytes_view b) -> std::string {
    const auto m = message::verify(b);
    return m ? known.decode("stock", "received", m->payload())->at("quantity").dump() : std::string{as_text(b)};
  }

  catalog known = test::shop_catalog();
  std::vector<std::string> found;
  envelope_stream stream{[this](bytes_view b) { found.push_back(shown(b)); }};
};

TEST_F(envelopes_in_a_pipe, are_found_at_once_when_one_comes_whole) {
  stream.take(as_bytes(body(1) + "\n"));
  EXPECT_THAT(found, ElementsAre("1"));
}

TEST_F(envelopes_in_a_pipe, are_told_apart_whatever_pieces_they_come_in) {
  const auto all = body(1) + "\n" + body(2) + body(3) + "\n"; // with and without a newline between
  for (const auto size : {std::size_t{1}, std::size_t{7}, std::size_t{100}, all.size()}) {
    found.clear();
    for (std::size_t at = 0; at < all.size(); at += size)
      stream.take(as_bytes(std::string_view{all}.substr(at, size)));
    stream.finish();
    EXPECT_THAT(found, ElementsAre("1", "2", "3")) << size;
  }
}

TEST_F(envelopes_in_a_pipe, stand_among_garbage_which_is_handed_over_too) {
  const auto half = body(2).substr(0, 60);
  stream.take(as_bytes("hello\n" + body(1) + "\n" + half + body(3)));
  stream.finish();
  EXPECT_THAT(found, ElementsAre("hello", "1", half, "3"));
}

TEST(hexadecimal, is_read_in_either_case_and_refused_otherwise) {
  EXPECT_EQ(as_text(*from_hex("4a4B")), "JK");
  EXPECT_FALSE(from_hex("4"));
  EXPECT_FALSE(from_hex("zz"));
}

} // namespace
} // namespace sinew
