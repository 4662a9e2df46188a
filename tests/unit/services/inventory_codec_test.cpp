// SPDX-License-Identifier: Apache-2.0
#include "services/inventory/inventory_codec.hpp"

#include "services/inventory/inventory_service.hpp"
#include "tests/support/reactions.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;
using sinew::testing::table_bytes;

const sinew::command_context here{"o-1", {}};
const reservation_id r1{"o-1"};
const sku a{"A"};
const sku b{"B"};

TEST(stock_codec, brings_every_command_back_from_bytes) {
  comes_back(stock::receive{1'000'000'000}, here);
  comes_back(stock::hold{r1, 3}, here);
  comes_back(stock::release{r1}, here);
  comes_back(stock::ship{r1}, here);
}

TEST(stock_codec, brings_every_event_back_from_bytes) {
  comes_back(stock::received{10});
  comes_back(stock::held{r1, 3});
  comes_back(stock::fell_short{r1, 3, 2});
  comes_back(stock::released{r1, 3});
  comes_back(stock::shipped{r1, 3});
}

TEST(stock_codec, brings_the_state_back_from_bytes) {
  comes_back(stock::state{});
  comes_back(stock::state{7, 4, 3, {{{"o-1"}, 1}, {{"o-2"}, 3}}});
}

TEST(stock_codec, says_which_field_is_wrong) {
  EXPECT_EQ(fault_of(stock::receive{0}, here), "quantity must be 1 to 1000000000, not 0");
  EXPECT_EQ(fault_of(stock::hold{r1, 0}, here), "quantity must be 1 to 100000000, not 0");
  EXPECT_EQ(fault_of(stock::ship{{"o.1"}}, here), "reservation must be 1 to 64 letters, digits, '_' or '-'");
}

TEST(reservation_codec, brings_every_command_back_from_bytes) {
  comes_back(reservation::open{{{a, 2}, {b, 1}}}, here);
  comes_back(reservation::note_held{a}, here);
  comes_back(reservation::note_short{a}, here);
  comes_back(reservation::release{"card_declined"}, here);
  comes_back(reservation::commit{}, here);
}

TEST(reservation_codec, brings_every_event_back_from_bytes) {
  comes_back(reservation::opened{{{a, 2}, {b, 1}}});
  comes_back(reservation::line_held{a});
  comes_back(reservation::reserved{b});
  comes_back(reservation::rejected{"out_of_stock", b, {a}});
  comes_back(reservation::released{"card_declined", {a, b}});
  comes_back(reservation::released{"card_declined", {}});
  comes_back(reservation::hold_undone{a});
  comes_back(reservation::committed{{a, b}});
}

TEST(reservation_codec, brings_the_state_back_from_bytes) {
  comes_back(reservation::state{});
  comes_back(reservation::state{reservation::stage::reserved, {{a, 2}, {b, 1}}, {a, b}, ""});
  comes_back(reservation::state{reservation::stage::released, {}, {}, "card_declined"});
}

TEST(reservation_codec, says_which_field_is_wrong) {
  EXPECT_EQ(fault_of(reservation::open{{{a, 1}, {b, 0}}}, here), "pieces[1].quantity must be 1 to 100000000, not 0");
  EXPECT_EQ(fault_of(reservation::open{}, here), "pieces is empty");
  EXPECT_EQ(fault_of(reservation::released{"x", {a, {"b*"}}}), "held[1] must be 1 to 64 letters, digits, '_' or '-'");
}

TEST(reservation_codec, does_not_read_a_stage_that_it_does_not_know) {
  const auto bytes = table_bytes(
      [](auto& builder) { return wire::CreateReservationState(builder, static_cast<wire::ReservationStage>(99)); });
  EXPECT_EQ(sinew::decode<reservation::state>(bytes).error().what, "stage is not known: 99");
}

TEST(inventory_service, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(inventory_service());
}

} // namespace
} // namespace shop
