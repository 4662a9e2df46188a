// SPDX-License-Identifier: Apache-2.0
#include "gateway/identity/rate_limit.hpp"

#include <gtest/gtest.h>

namespace sinew::gateway {

namespace {

using namespace std::chrono_literals;

constexpr rate_limit::clock::time_point start{1h};

/// How many of `asked` at that moment are let through.
auto passed(rate_limit& limit, std::string_view client, int asked, rate_limit::clock::duration at) -> int {
  int count = 0;
  for (int i = 0; i < asked; ++i)
    count += limit.take(client, start + at) == 0s ? 1 : 0;
  return count;
}

} // namespace

TEST(rate_limit, lets_a_burst_through_and_then_the_rate) {
  rate_limit limit{{.per_second = 10, .burst = 5}};
  EXPECT_EQ(passed(limit, "a", 20, 0s), 5);
  EXPECT_EQ(passed(limit, "a", 20, 100ms), 1);
  EXPECT_EQ(passed(limit, "a", 20, 400ms), 3);
  EXPECT_EQ(passed(limit, "a", 20, 10s), 5) << "it holds no more than a burst";
}

TEST(rate_limit, says_when_the_next_one_passes) {
  rate_limit limit{{.per_second = 0.5, .burst = 1}};
  EXPECT_EQ(limit.take("a", start), 0s);
  EXPECT_EQ(limit.take("a", start), 2s);
  EXPECT_EQ(limit.take("a", start + 500ms), 1500ms) << "asking in vain costs nothing";
  EXPECT_EQ(limit.take("a", start + 2s), 0s);
}

TEST(rate_limit, lets_nobody_pay_for_another) {
  rate_limit limit{{.per_second = 1, .burst = 2}};
  EXPECT_EQ(passed(limit, "a", 10, 0s), 2);
  EXPECT_EQ(passed(limit, "b", 10, 0s), 2);
}

TEST(rate_limit, remembers_so_many_and_forgets_who_was_seen_longest_ago) {
  rate_limit limit{{.per_second = 1, .burst = 1, .clients = 2}};
  EXPECT_EQ(passed(limit, "a", 1, 0s), 1);
  EXPECT_EQ(passed(limit, "b", 1, 0s), 1);
  EXPECT_EQ(passed(limit, "a", 1, 0s), 0);
  EXPECT_EQ(passed(limit, "c", 1, 0s), 1);
  EXPECT_EQ(limit.clients(), 2U);
  EXPECT_EQ(passed(limit, "a", 1, 0s), 0) << "seen later than b";
  EXPECT_EQ(passed(limit, "b", 1, 0s), 1);
}

TEST(rate_limit, of_nothing_is_none) {
  rate_limit limit{{.per_second = 0}};
  EXPECT_EQ(passed(limit, "a", 100'000, 0s), 100'000);
  EXPECT_EQ(limit.clients(), 0U);
}

TEST(rate_limit, counts_a_network_of_ipv6_as_one) {
  EXPECT_EQ(client_at("192.0.2.1"), "at 192.0.2.1");
  EXPECT_EQ(client_at("::ffff:192.0.2.1"), "at 192.0.2.1");
  EXPECT_EQ(client_at("2001:db8:1:2:3::4"), client_at("2001:db8:1:2::5"));
  EXPECT_NE(client_at("2001:db8:1:2::1"), client_at("2001:db8:1:3::1"));
  EXPECT_EQ(client_at("fe80::1%eth0"), client_at("fe80::2"));
}

} // namespace sinew::gateway
