// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipment.hpp"

#include "tests/support/given.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::given;
using refusal = shipment::refusal;

const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};
const shipment::request request{{"c-1"}, home};
const shipment::requested requested{{"c-1"}, home};
const shipment::booking booking{{"c-1"}, home};
const shipment::created created{"tr-1"};
const shipment::failed failed{"undeliverable"};
const shipment::cancelling cancelling{"deadline"};
const shipment::cancelled cancelled{"deadline"};

TEST(shipment, is_requested_before_it_is_created) {
  given<shipment>().when(request).then(requested);
}

TEST(shipment, is_booked_once_requested_and_to_be_created) {
  given<shipment>(requested).when(shipment::create{}).then(booking);
}

TEST(shipment, waits_for_the_request_when_the_create_comes_first) {
  given<shipment>().when(shipment::create{}).then(shipment::create_awaited{});
  given<shipment>(shipment::create_awaited{}).when(request).then(booking);
}

TEST(shipment, is_created_when_the_carrier_takes_it) {
  given<shipment>(requested, booking).when(shipment::note_booked{"tr-1"}).then(created);
}

TEST(shipment, fails_when_the_carrier_does_not_take_it) {
  given<shipment>(requested, booking).when(shipment::note_refused{"undeliverable"}).then(failed);
}

TEST(shipment, is_cancelled_at_once_where_no_carrier_was_asked) {
  given<shipment>().when(shipment::cancel{"deadline"}).then(cancelled);
  given<shipment>(requested).when(shipment::cancel{"deadline"}).then(cancelled);
  given<shipment>(shipment::create_awaited{}).when(shipment::cancel{"deadline"}).then(cancelled);
}

TEST(shipment, is_cancelled_with_the_carrier_where_one_was_asked) {
  given<shipment>(requested, booking).when(shipment::cancel{"deadline"}).then(cancelling);
  given<shipment>(requested, booking, created).when(shipment::cancel{"deadline"}).then(cancelling);
  given<shipment>(requested, booking, cancelling).when(shipment::note_voided{}).then(cancelled);
}

TEST(shipment, ignores_what_the_carrier_says_after_the_cancelling) {
  given<shipment>(requested, booking, cancelling).when(shipment::note_booked{"tr-1"}).then_nothing();
  given<shipment>(requested, booking, cancelling).when(shipment::note_refused{"voided"}).then_nothing();
  given<shipment>(requested, booking, cancelling, cancelled).when(shipment::note_booked{"tr-1"}).then_nothing();
}

TEST(shipment, is_never_booked_once_cancelled) {
  given<shipment>(cancelled).when(request).then_nothing();
  given<shipment>(cancelled).when(shipment::create{}).then_nothing();
}

TEST(shipment, has_nothing_to_cancel_once_it_failed) {
  given<shipment>(requested, booking, failed).when(shipment::cancel{"deadline"}).then_nothing();
}

TEST(shipment, takes_repetitions_without_doing_anything_twice) {
  given<shipment>(requested).when(request).then_nothing();
  given<shipment>(shipment::create_awaited{}).when(shipment::create{}).then_nothing();
  given<shipment>(requested, booking).when(shipment::create{}).then_nothing();
  given<shipment>(requested, booking, created).when(shipment::note_booked{"tr-1"}).then_nothing();
  given<shipment>(requested, booking, failed).when(shipment::note_refused{"undeliverable"}).then_nothing();
  given<shipment>(requested, booking, cancelling).when(shipment::cancel{"deadline"}).then_nothing();
  given<shipment>(requested, booking, cancelling, cancelled).when(shipment::note_voided{}).then_nothing();
}

TEST(shipment, refuses_answers_to_what_was_never_asked) {
  for (const auto& history : {given<shipment>(), given<shipment>(requested)}) {
    history.when(shipment::note_booked{"tr-1"}).refused(refusal::not_booking);
    history.when(shipment::note_refused{"undeliverable"}).refused(refusal::not_booking);
    history.when(shipment::note_voided{}).refused(refusal::not_booking);
  }
  EXPECT_EQ(to_string(refusal::not_booking), "not_booking");
}

} // namespace
} // namespace shop
