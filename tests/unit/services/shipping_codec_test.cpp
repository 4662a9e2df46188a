// SPDX-License-Identifier: Apache-2.0
#include "services/shipping/shipping_codec.hpp"

#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const sinew::command_context here{"o-1", {}};
const address home{"Ada", "Street 1", "12345", "Berlin", "DE"};

TEST(shipping_codec, brings_every_command_back_from_bytes) {
  comes_back(shipment::request{{"c-1"}, home}, here);
  comes_back(shipment::request{{"c-1"}, {}}, here);
  comes_back(shipment::create{}, here);
  comes_back(shipment::note_booked{"tr-1"}, here);
  comes_back(shipment::note_refused{"undeliverable"}, here);
  comes_back(shipment::cancel{"deadline"}, here);
  comes_back(shipment::note_voided{}, here);
}

TEST(shipping_codec, brings_every_event_back_from_bytes) {
  comes_back(shipment::requested{{"c-1"}, home});
  comes_back(shipment::create_awaited{});
  comes_back(shipment::booking{{"c-1"}, home});
  comes_back(shipment::created{"tr-1"});
  comes_back(shipment::failed{"undeliverable"});
  comes_back(shipment::cancelling{"deadline"});
  comes_back(shipment::cancelled{"deadline"});
}

TEST(shipping_codec, brings_the_state_back_from_bytes) {
  comes_back(shipment::state{});
  comes_back(shipment::state{shipment::stage::create_awaited, {}, {}, {}, {}});
  comes_back(shipment::state{shipment::stage::cancelling, {"c-1"}, home, "tr-1", "deadline"});
}

TEST(shipping_codec, says_which_field_of_a_command_is_wrong) {
  EXPECT_EQ(fault_of(shipment::cancel{""}, here), "code is missing");
}

} // namespace
} // namespace shop
