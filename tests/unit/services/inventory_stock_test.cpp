// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/stock.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using sinew::testing::happens;

const reservation_id r1{"o-1"};
const reservation_id r2{"o-2"};
const stock::received ten{10};
const stock::held three_held{r1, 3};

TEST(stock, receives_goods) {
  given<stock>().when(stock::receive{10}).then(ten);
  EXPECT_EQ(given<stock>(ten, ten).state().available, 20U);
}

TEST(stock, refuses_goods_that_it_cannot_count) {
  const stock::state full{std::numeric_limits<std::uint64_t>::max() - 10, 5, 5, {}};
  EXPECT_EQ(stock::decide(full, stock::receive{1}).refusal(), stock::refusal::too_many_pieces);
}

TEST(stock, holds_pieces_for_a_reservation) {
  given<stock>(ten).when(stock::hold{r1, 3}).then(three_held);
  given<stock>(ten).when(stock::hold{r1, 10}).then(stock::held{r1, 10});
}

TEST(stock, falls_short_of_what_it_has_not_got) {
  given<stock>().when(stock::hold{r1, 3}).then(stock::fell_short{r1, 3, 0});
  given<stock>(ten, three_held).when(stock::hold{r2, 8}).then(stock::fell_short{r2, 8, 7});
}

TEST(stock, holds_for_a_reservation_once) {
  given<stock>(ten, three_held).when(stock::hold{r1, 3}).then_nothing();
}

TEST(stock, gives_back_what_is_held) {
  given<stock>(ten, three_held).when(stock::release{r1}).then(stock::released{r1, 3});
  EXPECT_EQ(given<stock>(ten, three_held, stock::released{r1, 3}).state().available, 10U);
}

TEST(stock, ships_what_is_held) {
  given<stock>(ten, three_held).when(stock::ship{r1}).then(stock::shipped{r1, 3});
  const auto after = given<stock>(ten, three_held, stock::shipped{r1, 3}).state();
  EXPECT_EQ(after.available, 7U);
  EXPECT_EQ(after.reserved, 0U);
  EXPECT_EQ(after.shipped, 3U);
}

TEST(stock, has_nothing_to_give_back_or_ship_for_an_unknown_reservation) {
  given<stock>(ten, three_held).when(stock::release{r2}).then_nothing();
  given<stock>(ten, three_held).when(stock::ship{r2}).then_nothing();
  given<stock>(ten, three_held, stock::released{r1, 3}).when(stock::ship{r1}).then_nothing();
  given<stock>(ten, three_held, stock::shipped{r1, 3}).when(stock::release{r1}).then_nothing();
}

TEST(stock, keeps_what_is_held_for_one_apart_from_what_is_held_for_another) {
  given<stock>(ten, three_held, stock::held{r2, 4}).when(stock::release{r2}).then(stock::released{r2, 4});
}

auto any_command() -> rc::Gen<stock::command> {
  const auto who = rc::gen::map(rc::gen::inRange(0, 5), [](int i) { return reservation_id{"o-" + std::to_string(i)}; });
  const auto count = rc::gen::inRange<std::uint32_t>(1, 20);
  return rc::gen::oneOf(
      rc::gen::map(count, [](std::uint32_t n) -> stock::command { return stock::receive{n}; }),
      rc::gen::map(rc::gen::pair(who, count),
                   [](auto p) -> stock::command {
                     return stock::hold{p.first, p.second};
                   }),
      rc::gen::map(who, [](reservation_id id) -> stock::command { return stock::release{std::move(id)}; }),
      rc::gen::map(who, [](reservation_id id) -> stock::command { return stock::ship{std::move(id)}; }));
}

RC_GTEST_PROP(stock, loses_no_piece_and_makes_none, ()) {
  stock::state s;
  std::uint64_t received = 0;
  for (const auto& command : *rc::gen::container<std::vector<stock::command>>(any_command())) {
    for (const auto& event : happens<stock>(s, command))
      if (const auto* goods = std::get_if<stock::received>(&event))
        received += goods->quantity;
    std::uint64_t held = 0;
    for (const auto& [id, quantity] : s.holdings)
      held += quantity;
    RC_ASSERT(s.available + s.reserved + s.shipped == received);
    RC_ASSERT(held == s.reserved);
  }
}

} // namespace
} // namespace shop
