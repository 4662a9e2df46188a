// SPDX-License-Identifier: Apache-2.0
#include "services/payment/payment_codec.hpp"
#include "tests/support/through_bytes.hpp"

#include <gtest/gtest.h>

namespace shop {
namespace {

using sinew::testing::comes_back;
using sinew::testing::fault_of;

const sinew::command_context here{"a-1", {}};
const money price{1200, currency::gbp};
const payment_id order{"o-1"};
const transfer_id gift{"t-1"};
const account_id other{"a-2"};

TEST(account_codec, brings_every_command_back_from_bytes) {
  comes_back(account::open{{"c-1"}, currency::jpy}, here);
  comes_back(account::deposit{price}, here);
  comes_back(account::deposit{{-5, currency::eur}}, here);
  comes_back(account::deposit{price, "invoice 4711"}, here);
  comes_back(account::debit{order, price}, here);
  comes_back(account::credit{order}, here);
  comes_back(account::transfer{gift, other, price, {"a-1"}}, here);
  comes_back(account::receive{gift, other, price}, here);
  comes_back(account::take_back{gift}, here);
  comes_back(account::redeem{{"welcome"}, {"c-1"}, price}, here);
}

TEST(account_codec, brings_every_event_back_from_bytes) {
  comes_back(account::opened{{"c-1"}, currency::jpy});
  comes_back(account::deposited{price});
  comes_back(account::deposited{price, "invoice 4711"});
  comes_back(account::debited{order, price});
  comes_back(account::debit_refused{order, "insufficient_funds"});
  comes_back(account::credited{order, price});
  comes_back(account::transfer_sent{gift, other, price});
  comes_back(account::transfer_received{gift, other, price});
  comes_back(account::transfer_refused{gift, other, price, "account_not_open"});
  comes_back(account::transfer_returned{gift, price});
  comes_back(account::redeemed{{"welcome"}, price});
}

TEST(account_codec, brings_the_state_back_from_bytes) {
  comes_back(account::state{});
  comes_back(account::state{true,
                            {"c-1"},
                            price,
                            60,
                            {{order, price}, {{"o-2"}, {0, currency::gbp}}},
                            {{"o-2"}, {"o-3"}},
                            {{gift, price}},
                            {{other, gift}, {{"a-3"}, gift}},
                            {{"spring"}, {"welcome"}}});
}

TEST(account_codec, says_which_field_of_a_command_is_wrong) {
  EXPECT_EQ(fault_of(account::credit{{"o.1"}}, here), "payment must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(account::deposit{price, std::string(513, 'x')}, here),
            "reference must have at most 512 bytes, not 513");
  EXPECT_EQ(fault_of(account::deposit{price, "two\nlines"}, here),
            "reference must be UTF-8 without control characters");
  EXPECT_EQ(fault_of(account::debit{order, {-1, currency::eur}}, here).substr(0, 21), "amount.units must be ");
  EXPECT_EQ(fault_of(account::redeem{{""}, {"c-1"}, price}, here),
            "coupon must be 1 to 64 letters, digits, '_' or '-'");
  EXPECT_EQ(fault_of(account::receive{gift, other, {0, currency::eur}}, here).substr(0, 21), "amount.units must be ");
}

} // namespace
} // namespace shop
