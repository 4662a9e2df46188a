// SPDX-License-Identifier: Apache-2.0
#include "kernel/result.hpp"

#include <gtest/gtest.h>
#include <set>

namespace {

using sinew::errc;

TEST(error, reads_as_its_code_and_what_is_at_fault) {
  EXPECT_EQ(sinew::to_string(sinew::error{errc::conflict, "order o-1 was written by someone else"}),
            "conflict: order o-1 was written by someone else");
}

TEST(error, every_code_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(errc::system_failure); ++code)
    names.insert(sinew::to_string(static_cast<errc>(code)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(errc::system_failure) + 1);
  EXPECT_FALSE(names.contains("unknown"));
}

TEST(error, a_failed_result_holds_no_value) {
  const sinew::result<int> r = sinew::fail(errc::not_found, "no order o-1");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, errc::not_found);
}

} // namespace
