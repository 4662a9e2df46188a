// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/reservation.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using refusal = reservation::refusal;
using skus = std::vector<sku>;

const sku a{"A"};
const sku b{"B"};
const sku other{"other"};
const std::vector<piece> both{{a, 2}, {b, 1}};
const reservation::opened opened{both};
const reservation::line_held a_held{a};
const reservation::reserved reserved{b};
const reservation::rejected rejected{"out_of_stock", b, {a}};
const reservation::released released{"card_declined", {a, b}};
const reservation::committed committed{{a, b}};

// -- open -----------------------------------------------------------------------------------------------------------------

TEST(reservation, is_opened_with_its_pieces) {
  given<reservation>().when(reservation::open{both}).then(opened);
}

TEST(reservation, asks_once_for_all_pieces_of_an_article) {
  given<reservation>().when(reservation::open{{{a, 2}, {b, 1}, {a, 5}}}).then(reservation::opened{{{a, 7}, {b, 1}}});
}

TEST(reservation, refuses_more_of_an_article_than_can_be_had_at_once) {
  given<reservation>()
      .when(reservation::open{{{a, reservation::most_of_one_article}, {a, 1}}})
      .refused(refusal::too_many_pieces);
}

TEST(reservation, is_opened_once) {
  given<reservation>(opened).when(reservation::open{both}).then_nothing();
  given<reservation>(opened, a_held, reserved).when(reservation::open{both}).then_nothing();
  given<reservation>(opened, a_held, reserved, committed).when(reservation::open{both}).then_nothing();
}

// -- held, short ----------------------------------------------------------------------------------------------------------

TEST(reservation, notes_a_held_article_and_awaits_the_others) {
  given<reservation>(opened).when(reservation::note_held{a}).then(a_held);
}

TEST(reservation, is_reserved_with_the_last_article) {
  given<reservation>(opened, a_held).when(reservation::note_held{b}).then(reserved);
  given<reservation>(reservation::opened{{{a, 1}}}).when(reservation::note_held{a}).then(reservation::reserved{a});
}

TEST(reservation, notes_a_held_article_once) {
  given<reservation>(opened, a_held).when(reservation::note_held{a}).then_nothing();
  given<reservation>(opened, a_held, reserved).when(reservation::note_held{b}).then_nothing();
}

TEST(reservation, is_rejected_by_the_first_shortage_and_gives_back_what_is_held) {
  given<reservation>(opened, a_held).when(reservation::note_short{b}).then(rejected);
  given<reservation>(opened).when(reservation::note_short{a}).then(reservation::rejected{"out_of_stock", a, {}});
}

TEST(reservation, takes_a_shortage_after_its_end_for_no_news) {
  given<reservation>(opened, a_held, rejected).when(reservation::note_short{a}).then_nothing();
  given<reservation>(released).when(reservation::note_short{a}).then_nothing();
  given<reservation>(opened, a_held, reserved).when(reservation::note_short{a}).then_nothing();
  given<reservation>(opened, a_held, reserved, committed).when(reservation::note_short{a}).then_nothing();
}

TEST(reservation, gives_back_what_is_held_for_it_after_its_end) {
  const reservation::hold_undone a_undone{a};
  given<reservation>(opened, rejected).when(reservation::note_held{a}).then(a_undone);
  given<reservation>(opened, released).when(reservation::note_held{a}).then(a_undone);
  given<reservation>(opened, released, a_undone).when(reservation::note_held{a}).then(a_undone);
  given<reservation>(opened, a_held, reserved, committed).when(reservation::note_held{a}).then(a_undone);
}

TEST(reservation, refuses_news_of_what_nobody_asked_for) {
  given<reservation>().when(reservation::note_held{a}).refused(refusal::not_opened);
  given<reservation>().when(reservation::note_short{a}).refused(refusal::not_opened);
  given<reservation>(opened).when(reservation::note_held{other}).refused(refusal::not_asked_for);
  given<reservation>(opened).when(reservation::note_short{other}).refused(refusal::not_asked_for);
}

// -- release --------------------------------------------------------------------------------------------------------------

TEST(reservation, gives_back_what_is_held_when_released) {
  given<reservation>(opened, a_held)
      .when(reservation::release{"deadline"})
      .then(reservation::released{"deadline", {a}});
  given<reservation>(opened, a_held, reserved).when(reservation::release{"card_declined"}).then(released);
}

TEST(reservation, says_once_that_it_is_released_although_it_was_rejected) {
  const reservation::released empty{"customer_request", {}};
  given<reservation>(opened, a_held, rejected).when(reservation::release{"customer_request"}).then(empty);
  given<reservation>(opened, a_held, rejected, empty).when(reservation::release{"customer_request"}).then_nothing();
}

TEST(reservation, stays_closed_when_the_release_overtakes_the_opening) {
  const reservation::released tombstone{"customer_request", {}};
  given<reservation>().when(reservation::release{"customer_request"}).then(tombstone);
  given<reservation>(tombstone).when(reservation::open{both}).then_nothing();
}

TEST(reservation, is_not_released_once_committed) {
  given<reservation>(opened, a_held, reserved, committed)
      .when(reservation::release{"late"})
      .refused(refusal::already_committed);
}

// -- commit ---------------------------------------------------------------------------------------------------------------

TEST(reservation, lets_all_its_pieces_go_once_committed) {
  given<reservation>(opened, a_held, reserved).when(reservation::commit{}).then(committed);
  given<reservation>(opened, a_held, reserved, committed).when(reservation::commit{}).then_nothing();
}

TEST(reservation, is_not_committed_before_it_is_reserved_or_after_it_was_undone) {
  given<reservation>().when(reservation::commit{}).refused(refusal::not_reserved);
  given<reservation>(opened, a_held).when(reservation::commit{}).refused(refusal::not_reserved);
  given<reservation>(opened, a_held, rejected).when(reservation::commit{}).refused(refusal::not_reserved);
  given<reservation>(opened, a_held, reserved, released).when(reservation::commit{}).refused(refusal::not_reserved);
}

} // namespace
} // namespace shop
