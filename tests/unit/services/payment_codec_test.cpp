// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_codec.hpp"

#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const auto noon = sinew::from_unix_ns(1'790'000'000'000'000'000);
const auto later = noon + std::chrono::seconds{30};
const sinew::command_context here{"o-1", noon};
const money price{1200, currency::gbp};
const payment_method by_card = card{"4242424242424242"};
const payment_method by_account = prepaid{{"a-1"}};

TEST(payment_codec, brings_every_command_back_from_bytes) {
  comes_back(payment::request{{"c-1"}, price, by_card, later, noon}, here);
  comes_back(payment::request{{"c-1"}, price, by_account, {}, noon}, here);
  comes_back(payment::charge{noon}, here);
  comes_back(payment::approve{"ch-1"}, here);
  comes_back(payment::decline{"card_declined"}, here);
  comes_back(payment::postpone{"unavailable", noon}, here);
  comes_back(payment::try_again{noon}, here);
  comes_back(payment::expire{noon}, here);
  comes_back(payment::refund{"undeliverable"}, here);
  comes_back(payment::note_voided{}, here);
}

TEST(payment_codec, brings_every_event_back_from_bytes) {
  comes_back(payment::requested{{"c-1"}, price, by_account, later});
  comes_back(payment::charge_awaited{});
  comes_back(payment::started{price, by_card, noon, later});
  comes_back(payment::postponed{"unavailable", 2, later});
  comes_back(payment::charged{"ch-1", price});
  comes_back(payment::declined{"card_declined"});
  comes_back(payment::timed_out{price, by_card});
  comes_back(payment::refunding{"undeliverable", price, by_account});
  comes_back(payment::refunded{"undeliverable", price});
  comes_back(payment::cancelled{"deadline"});
}

TEST(payment_codec, brings_the_state_back_from_bytes) {
  comes_back(payment::state{});
  comes_back(payment::state{payment::stage::refunding, price, by_account, noon, "ch-1", "undeliverable"});
  comes_back(payment::state{payment::stage::postponed, price, by_card, noon, {}, {}, later, noon, 3});
}

TEST(payment_codec, says_which_field_of_a_command_is_wrong) {
  EXPECT_EQ(fault_of(payment::approve{""}, here), "reference is missing");
  EXPECT_EQ(fault_of(payment::request{{"c 1"}, price, by_card, {}, noon}, here),
            "customer must be 1 to 64 letters, digits, '_' or '-'");
}

} // namespace
} // namespace shop
