// SPDX-License-Identifier: Apache-2.0
#include "bench/rig/zipf.hpp"

#include <gtest/gtest.h>
#include <cmath>
#include <vector>

namespace sinew::bench {
namespace {

constexpr int draws = 200'000;

auto counted(std::uint64_t n, double skew) -> std::vector<int> {
  std::vector<int> count(n);
  zipf ranks{n, skew, 7};
  for (int i = 0; i < draws; ++i)
    ++count.at(ranks.next());
  return count;
}

/// What the law says of `rank`, in draws.
auto expected(std::uint64_t n, double skew, std::uint64_t rank) -> double {
  double all = 0;
  for (std::uint64_t r = 0; r < n; ++r)
    all += std::pow(static_cast<double>(r + 1), -skew);
  return draws * std::pow(static_cast<double>(rank + 1), -skew) / all;
}

TEST(zipf, draws_each_rank_as_often_as_the_law_says) {
  for (const double skew : {0.0, 0.5, 0.99, 1.0, 1.5, 2.0})
    for (const auto rank : {0U, 1U, 2U, 9U, 49U}) {
      const auto law = expected(50, skew, rank);
      // Five standard deviations of a count.
      EXPECT_NEAR(counted(50, skew)[rank], law, 5 * std::sqrt(law) + 1) << "skew " << skew << ", rank " << rank;
    }
}

TEST(zipf, has_one_answer_for_one_rank) {
  zipf only{1, 0.99, 1};
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(only.next(), 0U);
}

TEST(zipf, draws_the_same_for_the_same_seed) {
  zipf one{10'000, 0.99, 3};
  zipf twin{10'000, 0.99, 3};
  zipf other{10'000, 0.99, 4};
  int different = 0;
  for (int i = 0; i < 100; ++i) {
    const auto rank = one.next();
    EXPECT_EQ(twin.next(), rank);
    different += static_cast<int>(other.next() != rank);
  }
  EXPECT_GT(different, 0);
}

TEST(zipf, stays_among_many_ranks) {
  zipf many{10'000'000, 0.99, 1};
  for (int i = 0; i < 10'000; ++i)
    EXPECT_LT(many.next(), 10'000'000U);
}

} // namespace
} // namespace sinew::bench
