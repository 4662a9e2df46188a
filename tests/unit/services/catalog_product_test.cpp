// SPDX-License-Identifier: Apache-2.0
#include "services/catalog/product.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using sinew::testing::happens;

const money ten{1000, currency::eur};
const money twelve{1200, currency::eur};
const product::listed ink{"Ink", "Dries slowly.", ten};

TEST(product, is_listed_with_all_there_is_to_say_about_it) {
  given<product>().when(product::list{"Ink", "Dries slowly.", ten}).then(ink);
  const auto after = given<product>(ink).state();
  EXPECT_EQ(after.at, product::stage::listed);
  EXPECT_EQ(after.name, "Ink");
  EXPECT_EQ(after.description, "Dries slowly.");
  EXPECT_EQ(after.price, ten);
}

TEST(product, is_listed_once) {
  given<product>(ink).when(product::list{"Ink", "", twelve}).refused(product::refusal::already_listed);
}

TEST(product, may_be_listed_again_once_withdrawn) {
  const auto withdrawn = given<product>(ink, product::withdrawn{});
  withdrawn.when(product::list{"Ink", "Dries at once.", twelve}).then(product::listed{"Ink", "Dries at once.", twelve});
}

TEST(product, changes_its_price) {
  given<product>(ink).when(product::reprice{twelve}).then(product::repriced{twelve});
  EXPECT_EQ(given<product>(ink, product::repriced{twelve}).state().price, twelve);
}

TEST(product, keeps_a_price_that_it_has_already) {
  given<product>(ink).when(product::reprice{ten}).then_nothing();
}

TEST(product, may_come_to_cost_something_in_another_currency) {
  const money yen{1000, currency::jpy};
  given<product>(ink).when(product::reprice{yen}).then(product::repriced{yen});
}

TEST(product, has_no_price_to_change_while_it_is_not_sold) {
  given<product>().when(product::reprice{ten}).refused(product::refusal::not_listed);
  given<product>(ink, product::withdrawn{}).when(product::reprice{twelve}).refused(product::refusal::not_listed);
}

TEST(product, is_withdrawn_once) {
  given<product>(ink).when(product::withdraw{}).then(product::withdrawn{});
  given<product>(ink, product::withdrawn{}).when(product::withdraw{}).then_nothing();
  given<product>().when(product::withdraw{}).refused(product::refusal::not_listed);
}

TEST(product, quotes_the_price_of_the_moment) {
  const product::quote asked{{"c-1"}, 7, 3};
  given<product>(ink).when(asked).then(product::quoted{{"c-1"}, 7, 3, ten});
  given<product>(ink, product::repriced{twelve}).when(asked).then(product::quoted{{"c-1"}, 7, 3, twelve});
}

TEST(product, quotes_again_to_who_asks_again) {
  const product::quoted once{{"c-1"}, 7, 3, ten};
  given<product>(ink, once).when(product::quote{{"c-1"}, 7, 3}).then(once);
}

TEST(product, tells_a_cart_that_it_is_not_sold) {
  const product::quote asked{{"c-1"}, 7, 3};
  given<product>().when(asked).then(product::quote_refused{{"c-1"}, 7, "not_listed"});
  given<product>(ink, product::withdrawn{}).when(asked).then(product::quote_refused{{"c-1"}, 7, "withdrawn"});
}

auto any_command() -> rc::Gen<product::command> {
  const auto price = rc::gen::map(rc::gen::inRange<std::int64_t>(0, 5), [](std::int64_t units) {
    return money{units, currency::eur};
  });
  return rc::gen::oneOf(rc::gen::map(price,
                                     [](money m) -> product::command {
                                       return product::list{"Ink", "", m};
                                     }),
                        rc::gen::map(price, [](money m) -> product::command { return product::reprice{m}; }),
                        rc::gen::just<product::command>(product::withdraw{}),
                        rc::gen::map(rc::gen::inRange<std::uint64_t>(1, 9), [](std::uint64_t n) -> product::command {
                          return product::quote{{"c-1"}, n, 1};
                        }));
}

RC_GTEST_PROP(product, answers_every_question_once_and_with_the_price_it_has, ()) {
  product::state s;
  for (const auto& command : *rc::gen::container<std::vector<product::command>>(any_command())) {
    const auto before = s;
    const auto events = happens<product>(s, command);
    const auto* asked = std::get_if<product::quote>(&command);
    if (asked == nullptr)
      continue;
    RC_ASSERT(events.size() == 1U);
    const auto* price = std::get_if<product::quoted>(&events.front());
    RC_ASSERT((price != nullptr) == (before.at == product::stage::listed));
    if (price != nullptr) {
      RC_ASSERT(price->want == asked->want);
      RC_ASSERT(price->price == before.price);
    }
    RC_ASSERT(sinew::testing::same(before, s));
  }
}

} // namespace
} // namespace shop
