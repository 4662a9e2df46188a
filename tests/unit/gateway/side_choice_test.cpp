// SPDX-License-Identifier: Apache-2.0
#include "gateway/strangler/side_choice.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace sinew::gateway {

namespace {

using way = http_route::way;

auto id_number(int n) -> std::string {
  return "o-" + std::to_string(n);
}

auto new_ids(const http_route& by) -> std::set<std::string> {
  std::set<std::string> found;
  for (int n = 0; n < 2'000; ++n)
    if (side_of(by, id_number(n)) == http_side::modern)
      found.insert(id_number(n));
  return found;
}

} // namespace

TEST(side_choice, is_the_modes_without_a_share) {
  for (const auto* id : {"o-1", ""}) {
    EXPECT_EQ(side_of({.mode = way::legacy}, id), http_side::legacy);
    EXPECT_EQ(side_of({.mode = way::modern}, id), http_side::modern);
    EXPECT_EQ(side_of({.mode = way::both}, id), http_side::legacy);
    EXPECT_EQ(side_of({.mode = way::both, .answer = http_side::modern}, id), http_side::modern);
  }
}

TEST(side_choice, gives_the_new_side_its_share_and_what_it_had_stays) {
  std::set<std::string> before;
  for (const unsigned share : {0U, 1U, 10U, 25U, 50U, 75U, 99U, 100U}) {
    const auto now = new_ids({.mode = way::legacy, .new_share = share});
    EXPECT_NEAR(static_cast<double>(now.size()), 20.0 * share, 70.0)
        << share; // four times the deviation of a fair draw
    EXPECT_TRUE(std::ranges::includes(now, before)) << share;
    before = now;
  }
  EXPECT_EQ(before.size(), 2'000U);
  EXPECT_TRUE(new_ids({.mode = way::modern, .new_share = 0U}).empty());
}

TEST(side_choice, is_the_same_in_every_version_for_ids_have_their_data_there) {
  // Were it another one day, aggregates would change sides with an upgrade.
  const http_route half{.mode = way::both, .new_share = 50U};
  std::string sides;
  for (int n = 0; n < 16; ++n)
    sides += side_of(half, id_number(n)) == http_side::modern ? 'n' : 'l';
  EXPECT_EQ(sides, "nnnlnllllnnnnlll");
}

TEST(side_choice, lets_single_ids_be_exceptions_of_any_share) {
  const http_route all{.mode = way::modern, .new_share = 100U, .ids = {{"o-1", http_side::legacy}}};
  EXPECT_EQ(side_of(all, "o-1"), http_side::legacy);
  EXPECT_EQ(side_of(all, "o-2"), http_side::modern);
  const http_route none{.mode = way::legacy, .ids = {{"o-1", http_side::modern}}};
  EXPECT_EQ(side_of(none, "o-1"), http_side::modern);
  EXPECT_EQ(side_of(none, "o-2"), http_side::legacy);
}

TEST(side_choice, leaves_what_is_of_no_id_to_the_mode) {
  EXPECT_EQ(side_of({.mode = way::legacy, .new_share = 100U}, ""), http_side::legacy);
  EXPECT_EQ(side_of({.mode = way::modern, .new_share = 0U}, ""), http_side::modern);
}

} // namespace sinew::gateway
