// SPDX-License-Identifier: Apache-2.0
#include "services/cart/cart.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace shop {
namespace {

using sinew::testing::given;

const customer_id ada{"c-1"};
const sku ink{"SKU-1"};
const sku pen{"SKU-2"};
const money ten{1000, currency::eur};
const money two{200, currency::eur};
const cart::item_wanted ink_wanted{ada, ink, 3, 1};
const cart::item_wanted pen_wanted{ada, pen, 1, 2};
const cart::item_priced ink_priced{ink, 1, ten};
const cart::item_priced pen_priced{pen, 2, two};
const cart::checkout buy{{"o-1"}, card{"4242"}, std::nullopt, std::chrono::seconds{7}};
const cart::checked_out bought{{"o-1"}, ada, {{ink, 3, ten}}, card{"4242"}, std::nullopt, std::chrono::seconds{7}, 1};

// -- what is in it ----------------------------------------------------------------------------------------------------

TEST(cart, asks_what_an_article_costs_that_is_put_in) {
  given<cart>().when(cart::put{ada, ink, 3}).then(ink_wanted);
  given<cart>(ink_wanted).when(cart::put{ada, pen, 1}).then(pen_wanted);
}

TEST(cart, has_the_pieces_that_were_put_in_last) {
  given<cart>(ink_wanted, ink_priced).when(cart::put{ada, ink, 5}).then(cart::item_wanted{ada, ink, 5, 2});
  EXPECT_EQ(given<cart>(ink_wanted, ink_priced, cart::item_wanted{ada, ink, 5, 2}).state().items.at(ink),
            (cart::item{5, 2, std::nullopt, ""}));
}

TEST(cart, asks_once_as_long_as_nobody_has_answered) {
  given<cart>(ink_wanted).when(cart::put{ada, ink, 3}).then_nothing();
}

TEST(cart, asks_again_for_the_price_of_today) {
  const cart::item_wanted again{ada, ink, 3, 2};
  given<cart>(ink_wanted, ink_priced).when(cart::put{ada, ink, 3}).then(again);
  given<cart>(ink_wanted, cart::item_unavailable{ink, 1, "not_listed"}).when(cart::put{ada, ink, 3}).then(again);
}

TEST(cart, gives_up_an_article_of_which_no_piece_is_wanted) {
  given<cart>(ink_wanted).when(cart::put{ada, ink, 0}).then(cart::item_removed{ink});
  given<cart>(ink_wanted).when(cart::put{ada, pen, 0}).then_nothing();
  given<cart>().when(cart::put{ada, ink, 0}).then_nothing();
  EXPECT_TRUE(given<cart>(ink_wanted, cart::item_removed{ink}).state().items.empty());
}

TEST(cart, belongs_for_ever_to_who_put_something_in_first) {
  const customer_id bob{"c-2"};
  given<cart>(ink_wanted).when(cart::put{bob, ink, 1}).refused(cart::refusal::another_customer);
  given<cart>(ink_wanted, cart::cleared{}).when(cart::put{bob, ink, 1}).refused(cart::refusal::another_customer);
}

TEST(cart, has_room_for_as_many_articles_as_an_order_has_lines) {
  cart::state full{ada, {}, cart::most_items, {}, {}};
  for (std::size_t i = 0; i < cart::most_items; ++i)
    full.items[{"SKU-" + std::to_string(i)}] = {1, i + 1, ten, ""};
  EXPECT_EQ(cart::decide(full, cart::put{ada, {"one-more"}, 1}).refusal(), cart::refusal::too_many_items);
  EXPECT_FALSE(cart::decide(full, cart::put{ada, {"SKU-7"}, 5}).is_refused());
}

TEST(cart, is_cleared_of_everything_once) {
  given<cart>(ink_wanted, pen_wanted).when(cart::clear{}).then(cart::cleared{});
  EXPECT_TRUE(given<cart>(ink_wanted, pen_wanted, cart::cleared{}).state().items.empty());
  given<cart>().when(cart::clear{}).then_nothing();
}

// -- what it costs ----------------------------------------------------------------------------------------------------

TEST(cart, notes_the_price_that_it_asked_for) {
  given<cart>(ink_wanted).when(cart::note_price{ink, 1, ten}).then(ink_priced);
  EXPECT_EQ(given<cart>(ink_wanted, ink_priced).state().items.at(ink), (cart::item{3, 1, ten, ""}));
}

TEST(cart, notes_that_an_article_is_not_for_sale) {
  given<cart>(ink_wanted)
      .when(cart::note_unavailable{ink, 1, "withdrawn"})
      .then(cart::item_unavailable{ink, 1, "withdrawn"});
}

TEST(cart, hears_the_first_answer_to_a_question_only) {
  given<cart>(ink_wanted, ink_priced).when(cart::note_price{ink, 1, two}).then_nothing();
  given<cart>(ink_wanted, ink_priced).when(cart::note_unavailable{ink, 1, "withdrawn"}).then_nothing();
  given<cart>(ink_wanted, cart::item_unavailable{ink, 1, "withdrawn"})
      .when(cart::note_price{ink, 1, ten})
      .then_nothing();
}

TEST(cart, does_not_hear_an_answer_that_is_too_late) {
  const cart::note_price late{ink, 1, ten};
  const cart::note_unavailable no{ink, 1, "withdrawn"};
  const cart::item_wanted more{ada, ink, 5, 2};
  const cart::item_removed removed{ink};
  for (const auto& history : {given<cart>(ink_wanted, more),                                       // another quantity
                              given<cart>(ink_wanted, removed),                                    // taken out
                              given<cart>(ink_wanted, removed, cart::item_wanted{ada, ink, 3, 2}), // and put in again
                              given<cart>(ink_wanted, ink_priced, bought),                         // checked out
                              given<cart>(ink_wanted, cart::cleared{}), given<cart>()}) {
    history.when(late).then_nothing();
    history.when(no).then_nothing();
  }
}

// -- buying -----------------------------------------------------------------------------------------------------------

TEST(cart, becomes_an_order_at_the_prices_of_the_catalog) {
  given<cart>(ink_wanted, ink_priced).when(buy).then(bought);
  given<cart>(ink_wanted, pen_wanted, pen_priced, ink_priced)
      .when(buy)
      .then(cart::checked_out{
          {"o-1"}, ada, {{ink, 3, ten}, {pen, 1, two}}, card{"4242"}, std::nullopt, std::chrono::seconds{7}, 2});
}

TEST(cart, is_empty_and_may_be_filled_again_once_it_has_become_an_order) {
  const auto after = given<cart>(ink_wanted, ink_priced, bought);
  EXPECT_TRUE(after.state().items.empty());
  after.when(cart::put{ada, ink, 3}).then(cart::item_wanted{ada, ink, 3, 2});
}

TEST(cart, is_not_bought_while_it_is_empty) {
  given<cart>().when(buy).refused(cart::refusal::empty);
  given<cart>(ink_wanted, cart::item_removed{ink}).when(buy).refused(cart::refusal::empty);
}

TEST(cart, is_not_bought_while_an_article_has_no_price) {
  given<cart>(ink_wanted).when(buy).refused(cart::refusal::price_awaited);
  given<cart>(ink_wanted, pen_wanted, ink_priced).when(buy).refused(cart::refusal::price_awaited);
  given<cart>(ink_wanted, pen_wanted, ink_priced, cart::item_unavailable{pen, 2, "withdrawn"})
      .when(buy)
      .refused(cart::refusal::item_unavailable);
}

TEST(cart, is_bought_in_one_currency) {
  given<cart>(ink_wanted, pen_wanted, ink_priced, cart::item_priced{pen, 2, {200, currency::usd}})
      .when(buy)
      .refused(cart::refusal::mixed_currencies);
}

TEST(cart, is_not_bought_at_a_price_that_nobody_can_count) {
  const cart::item_priced dear{ink, 1, {std::numeric_limits<std::int64_t>::max(), currency::eur}};
  given<cart>(ink_wanted, dear).when(buy).refused(cart::refusal::total_too_large);
}

TEST(cart, becomes_the_same_order_once) {
  given<cart>(ink_wanted, ink_priced, bought).when(buy).then_nothing();
  given<cart>(ink_wanted, ink_priced, bought, cart::item_wanted{ada, pen, 1, 2}, pen_priced)
      .when(buy)
      .refused(cart::refusal::order_already_placed);
}

// -- an order that cannot be ------------------------------------------------------------------------------------------

const cart::take_back back{{"o-1"}, 1, {{ink, 3, ten}}, "already_placed"};
const cart::order_refused refused{{"o-1"}, 1, "already_placed"};

TEST(cart, wants_again_what_could_not_be_ordered_at_the_prices_of_today) {
  given<cart>(ink_wanted, ink_priced, bought).when(back).then(refused, cart::item_wanted{ada, ink, 3, 2});
  EXPECT_EQ(
      given<cart>(ink_wanted, ink_priced, bought, refused, cart::item_wanted{ada, ink, 3, 2}).state().items.at(ink),
      (cart::item{3, 2, std::nullopt, ""}));
}

TEST(cart, takes_back_each_checkout_once) {
  given<cart>(ink_wanted, ink_priced, bought, refused).when(back).then_nothing();
  given<cart>(ink_wanted, ink_priced, bought, refused, cart::item_wanted{ada, ink, 3, 2},
              cart::item_priced{ink, 2, two})
      .when(cart::checkout{{"o-2"}, card{"4242"}, std::nullopt, {}})
      .then(cart::checked_out{{"o-2"}, ada, {{ink, 3, two}}, card{"4242"}, std::nullopt, {}, 2});
}

TEST(cart, leaves_as_it_is_what_was_put_in_again_meanwhile) {
  given<cart>(ink_wanted, ink_priced, bought, cart::item_wanted{ada, ink, 9, 2})
      .when(cart::take_back{{"o-1"}, 1, {{ink, 3, ten}, {pen, 1, two}}, "already_placed"})
      .then(refused, cart::item_wanted{ada, pen, 1, 3});
}

TEST(cart, takes_back_no_more_than_there_is_room_for) {
  cart::state full{ada, {}, cart::most_items, {"o-1"}, {}};
  for (std::size_t i = 1; i < cart::most_items; ++i)
    full.items[{"OTHER-" + std::to_string(i)}] = {1, i + 1, ten, ""};
  const auto answer = cart::decide(full, cart::take_back{{"o-1"}, 1, {{ink, 3, ten}, {pen, 1, two}}, "already_placed"});
  EXPECT_EQ(answer.events().size(), 2U); // that it was refused, and one article
}

TEST(cart, has_nothing_to_take_back_that_was_never_anybodys) {
  given<cart>().when(back).then_nothing();
}

} // namespace
} // namespace shop
