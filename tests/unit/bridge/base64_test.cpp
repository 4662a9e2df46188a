// SPDX-License-Identifier: Apache-2.0
#include "bridge/base64.hpp"

#include <gtest/gtest.h>

namespace sinew {
namespace {

TEST(base64, reads_the_examples_of_the_rfc) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"", ""}, {"Zg==", "f"}, {"Zm8=", "fo"}, {"Zm9v", "foo"}, {"Zm9vYg==", "foob"}, {"Zm9vYmFy", "foobar"}};
  for (const auto& [text, plain] : examples)
    EXPECT_EQ(from_base64(text), copy_of(as_bytes(plain))) << text;
}

TEST(base64, reads_every_value_of_a_byte) {
  EXPECT_EQ(from_base64("AP+/"), (bytes{std::byte{0}, std::byte{255}, std::byte{191}}));
}

TEST(base64, refuses_what_it_is_not) {
  for (const auto* text : {"Zg", "Zg=", "Z g=", "Zm9v\n", "Zm-v", "=Zg="})
    EXPECT_FALSE(from_base64(text)) << text;
}

} // namespace
} // namespace sinew
