// SPDX-License-Identifier: Apache-2.0
#include "services/notification/notification_codec.hpp"

#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const sinew::command_context here{"o-1", {}};

TEST(notification_codec, brings_every_command_back_from_bytes) {
  comes_back(notification::notify{"o-1", {"c-1"}, notification::outcome::confirmed, {2400, currency::jpy}, {}}, here);
  comes_back(notification::notify{"o-1", {"c-1"}, notification::outcome::cancelled, {}, "card_declined"}, here);
  comes_back(notification::note_sent{}, here);
}

TEST(notification_codec, brings_every_event_back_from_bytes) {
  comes_back(notification::requested{"c-1@example.test", "Your order", "Dear customer,\nthank you.\n"});
  comes_back(notification::sent{"c-1@example.test"});
}

TEST(notification_codec, brings_the_state_back_from_bytes) {
  comes_back(notification::state{});
  comes_back(notification::state{notification::stage::sent, "c-1@example.test"});
}

TEST(notification_codec, keeps_line_ends_out_of_headers) {
  EXPECT_EQ(fault_of(notification::requested{"c-1@example.test", "Hello\nBcc: all@example.test", "body"}),
            "subject must be UTF-8 without control characters");
}

} // namespace
} // namespace shop
