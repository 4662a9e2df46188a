// SPDX-License-Identifier: Apache-2.0
#include "services/customer/customer_codec.hpp"

#include "services/customer/customer_service.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const sinew::command_context here{"c-1", {}};

auto fault_of_email(std::string email) -> std::string {
  return fault_of(customer::change_email{std::move(email)}, here);
}

TEST(customer_codec, brings_every_command_back_from_bytes) {
  comes_back(customer::sign_up{"Ada Example", "ada@example.test"}, here);
  comes_back(customer::change_email{"ada+shop@example.org"}, here);
  comes_back(customer::close{}, here);
}

TEST(customer_codec, brings_every_event_back_from_bytes) {
  comes_back(customer::created{"Ada Example", "ada@example.test"});
  comes_back(customer::email_changed{"ada@example.org"});
  comes_back(customer::closed{});
}

TEST(customer_codec, brings_the_state_back_from_bytes) {
  comes_back(customer::state{});
  comes_back(customer::state{customer::stage::closed, "Ada Example", "ada@example.test"});
}

TEST(customer_codec, says_which_field_of_a_command_is_wrong) {
  EXPECT_EQ(fault_of(customer::sign_up{"", "ada@example.test"}, here), "name is missing");
  EXPECT_EQ(fault_of(customer::sign_up{std::string(201, 'x'), "a@b"}, here),
            "name must have at most 200 bytes, not 201");
  EXPECT_EQ(fault_of(customer::sign_up{"Ada", "ada"}, here), "email must be an address of mail: something@somewhere");
}

TEST(customer_codec, takes_an_address_that_a_letter_may_reach) {
  for (const auto* good : {"a@b", "ada.example+shop@mail.example.test", "o'hara@example.test"})
    EXPECT_EQ(fault_of_email(good), "nothing") << good;
  EXPECT_EQ(fault_of_email(std::string(250, 'x') + "@b.c"), "nothing");
}

TEST(customer_codec, takes_no_address_that_ends_or_splits_the_header_of_a_mail) {
  for (const auto* bad : {"", "@", "a@", "@b", "a@b@c", "a b@c", "a@b,c@d", "a@b;c@d", "<a@b>", "ada@m\xc3\xbc.test"})
    EXPECT_EQ(fault_of_email(bad), "email must be an address of mail: something@somewhere") << bad;
  EXPECT_EQ(fault_of_email("a@b\nBcc: c@d"), "email must be UTF-8 without control characters");
  EXPECT_EQ(fault_of_email(std::string(251, 'x') + "@b.c"), "email must have at most 254 bytes, not 255");
}

TEST(customer_service, has_a_table_in_its_schema_for_everything) {
  sinew::testing::expect_a_table_for_everything(customer_service());
}

} // namespace
} // namespace shop
