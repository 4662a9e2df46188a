// SPDX-License-Identifier: Apache-2.0
#include "gateway/decimal_amount.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace sinew::gateway {

namespace {

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto greatest = std::numeric_limits<std::int64_t>::max();

} // namespace

TEST(decimal_amount, has_as_many_digits_behind_the_point_as_its_currency) {
  EXPECT_EQ(decimal_of(1250, "EUR"), "12.50");
  EXPECT_EQ(decimal_of(1250, "JPY"), "1250");
  EXPECT_EQ(decimal_of(1250, "KWD"), "1.250");
  EXPECT_EQ(decimal_of(5, "USD"), "0.05");
  EXPECT_EQ(decimal_of(-5, "USD"), "-0.05");
  EXPECT_EQ(decimal_of(0, "GBP"), "0.00");
}

TEST(decimal_amount, comes_back_as_it_went) {
  for (const auto* currency : {"EUR", "JPY", "KWD"})
    for (const auto units :
         {smallest, std::int64_t{-1'234}, std::int64_t{-1}, std::int64_t{0}, std::int64_t{7}, greatest})
      EXPECT_EQ(units_of(decimal_of(units, currency), currency).value(), units) << currency;
}

TEST(decimal_amount, may_leave_out_digits_that_are_nothing) {
  EXPECT_EQ(units_of("12", "EUR").value(), 1200);
  EXPECT_EQ(units_of("12.5", "EUR").value(), 1250);
  EXPECT_EQ(units_of("-0.5", "EUR").value(), -50);
}

TEST(decimal_amount, is_none_when_it_is_written_otherwise) {
  for (const auto* text :
       {"", "-", ".", "1.", ".5", "+1", "01", "00.10", "1e3", "1,50", " 1", "1 ", "0x1", "1.2.3", "--1", "∞"})
    EXPECT_EQ(units_of(text, "EUR").error().code, errc::invalid_input) << text;
}

TEST(decimal_amount, is_none_with_more_digits_than_its_currency_has_or_than_64_bits_hold) {
  EXPECT_NE(units_of("1.234", "EUR").error().what.find("EUR has 2 digits"), std::string::npos);
  EXPECT_NE(units_of("1.0", "JPY").error().what.find("JPY has 0 digits"), std::string::npos);
  EXPECT_EQ(units_of("92233720368547758.08", "EUR").error().code, errc::invalid_input);
  EXPECT_EQ(units_of(std::string(400, '9'), "EUR").error().code, errc::invalid_input);
}

} // namespace sinew::gateway
