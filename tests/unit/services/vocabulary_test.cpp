// SPDX-License-Identifier: Apache-2.0
#include "services/vocabulary.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace shop {
namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

TEST(money, adds_subtracts_and_multiplies) {
  EXPECT_EQ(sum({1200, currency::eur}, {34, currency::eur}), (money{1234, currency::eur}));
  EXPECT_EQ(difference({1200, currency::usd}, {1300, currency::usd}), (money{-100, currency::usd}));
  EXPECT_EQ(cost_of({1200, currency::jpy}, 3), (money{3600, currency::jpy}));
}

TEST(money, has_no_value_where_the_result_leaves_64_bits) {
  EXPECT_FALSE(sum({most, currency::eur}, {1, currency::eur}));
  EXPECT_FALSE(difference({least, currency::eur}, {1, currency::eur}));
  EXPECT_FALSE(cost_of({most / 2 + 1, currency::eur}, 2));
  EXPECT_EQ(cost_of({most / 2, currency::eur}, 2), (money{most - 1, currency::eur}));
}

TEST(money, does_not_mix_currencies) {
  EXPECT_FALSE(sum({1, currency::eur}, {1, currency::usd}));
  EXPECT_FALSE(difference({1, currency::gbp}, {1, currency::jpy}));
}

TEST(money, is_written_as_people_write_it) {
  EXPECT_EQ(to_string(money{1200, currency::eur}), "12.00 EUR");
  EXPECT_EQ(to_string(money{5, currency::usd}), "0.05 USD");
  EXPECT_EQ(to_string(money{-50, currency::gbp}), "-0.50 GBP");
  EXPECT_EQ(to_string(money{1200, currency::jpy}), "1200 JPY");
  EXPECT_EQ(to_string(money{least, currency::jpy}), "-9223372036854775808 JPY");
}

TEST(total, is_the_sum_of_price_times_quantity) {
  EXPECT_EQ(total_of({{{"a"}, 2, {1200, currency::usd}}, {{"b"}, 3, {10, currency::usd}}}),
            (money{2430, currency::usd}));
  EXPECT_EQ(total_of({}), (money{0, currency::eur}));
}

TEST(total, has_no_value_when_it_is_too_large_or_mixed) {
  const line dear{{"a"}, 1'000'000, {1'000'000'000'000, currency::eur}};
  EXPECT_TRUE(total_of({dear, dear}));
  EXPECT_FALSE(total_of(std::vector(10, dear)));
  EXPECT_FALSE(total_of({{{"a"}, 1, {1, currency::eur}}, {{"b"}, 1, {1, currency::usd}}}));
}

} // namespace
} // namespace shop
