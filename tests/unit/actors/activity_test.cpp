// SPDX-License-Identifier: Apache-2.0
#include "actors/activity.hpp"

#include <gtest/gtest.h>
#include <optional>

namespace {

TEST(activity, tells_once_when_nothing_is_open) {
  sinew::activity work;
  const auto end = work.begun();
  work.begin();
  int told = 0;
  work.when_idle([&] { ++told; });
  end();
  EXPECT_EQ(told, 0);
  work.end();
  EXPECT_EQ(told, 1);
}

TEST(activity, may_be_gone_before_what_it_has_begun) {
  std::optional<sinew::activity> work{std::in_place};
  const auto end = work->begun();
  work.reset();
  end();
  SUCCEED() << "a sanitizer would say so otherwise";
}

} // namespace
