// SPDX-License-Identifier: Apache-2.0
#include "kernel/base64url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sinew {

namespace {

auto read(std::string_view text) -> std::string {
  const auto data = from_base64url(text);
  return data ? std::string{as_text(*data)} : "none";
}

} // namespace

TEST(base64url, writes_the_examples_of_rfc_4648_without_padding) {
  for (const auto& [plain, text] : {std::pair{"", ""},
                                    {"f", "Zg"},
                                    {"fo", "Zm8"},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg"},
                                    {"fooba", "Zm9vYmE"},
                                    {"foobar", "Zm9vYmFy"},
                                    {"\xff\xef\xbe", "_---"}}) {
    EXPECT_EQ(to_base64url(as_bytes(plain)), text);
    EXPECT_EQ(read(text), plain);
  }
}

TEST(base64url, has_no_other_text_for_the_same_bytes) {
  for (const auto* text :
       {"Zg=", "Zg==", "Zh", "Zm9", "Zm8=", "Zm9v\n", " Zm9v", "Zm9v ", "Zm+v", "Zm/v", "Z", "Zm9vY"})
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  EXPECT_EQ(from_base64url(std::string_view{"Zg\0A", 4}), std::nullopt);
}

RC_GTEST_PROP(base64url, reads_what_it_writes, (const std::string& plain)) {
  RC_ASSERT(read(to_base64url(as_bytes(plain))) == plain);
}

RC_GTEST_PROP(base64url, writes_what_it_reads, (const std::string& text)) {
  if (const auto data = from_base64url(text))
    RC_ASSERT(to_base64url(*data) == text);
}

} // namespace sinew
