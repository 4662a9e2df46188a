// SPDX-License-Identifier: Apache-2.0
#include "bridge/c_text.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace sinew {
namespace {

TEST(a_c_text, ends_with_a_zero_however_long_it_is) {
  for (const auto length : {0, 1, 190, 191, 192, 193, 5'000}) {
    const std::string wanted(static_cast<std::size_t>(length), 'x');
    const auto part_of_more = wanted + "not this";
    const c_text text{std::string_view{part_of_more}.substr(0, wanted.size())};
    EXPECT_EQ(std::strlen(text.get()), wanted.size());
    EXPECT_EQ(text.get(), wanted);
  }
}

} // namespace
} // namespace sinew
