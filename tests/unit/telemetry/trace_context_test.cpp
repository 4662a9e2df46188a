// SPDX-License-Identifier: Apache-2.0
#include "telemetry/trace_context.hpp"

#include <gtest/gtest.h>

namespace {

using sinew::parse_traceparent;
using sinew::trace_context;
using sinew::uuid;

constexpr std::string_view good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr trace_context read{{0x4bf92f3577b34da6, 0xa3ce929d0e0e4736}, 0x00f067aa0ba902b7, true};

TEST(traceparent, is_read_and_written) {
  EXPECT_EQ(parse_traceparent(good), read);
  EXPECT_EQ(to_traceparent(read), good);
}

TEST(traceparent, says_by_one_bit_whether_the_trace_is_recorded) {
  const auto with_flags = [](std::string_view flags) {
    return parse_traceparent(std::string{good.substr(0, 53)} + std::string{flags});
  };
  EXPECT_FALSE(with_flags("00")->sampled);
  EXPECT_TRUE(with_flags("03")->sampled); // the other bits are for others
  EXPECT_FALSE(with_flags("fe")->sampled);
}

TEST(traceparent, of_a_later_version_is_read_as_far_as_it_is_known) {
  const auto later = "01" + std::string{good.substr(2)};
  EXPECT_EQ(parse_traceparent(later), read);
  EXPECT_EQ(parse_traceparent(later + "-more"), read);
  EXPECT_FALSE(parse_traceparent(later + "more"));
  EXPECT_FALSE(parse_traceparent("ff" + std::string{good.substr(2)}));
}

TEST(traceparent, that_is_damaged_is_none) {
  for (const std::string_view bad : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                                     "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
                                     "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                                     "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                                     "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                     "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                     "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                     "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                                     "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-+1",
                                     "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"})
    EXPECT_FALSE(parse_traceparent(bad)) << bad;
}

TEST(traceparent, with_any_one_character_changed_is_none_or_another) {
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const char c : {'g', 'A', ' ', '-', '0', 'f', '\0'}) {
      auto text = std::string{good};
      if (text[at] == c)
        continue;
      text[at] = c;
      const auto other = parse_traceparent(text);
      EXPECT_TRUE(!other || at < 2 || at >= 53 || *other != read) << text;
    }
}

TEST(span_id, follows_from_what_was_done_and_by_whom) {
  const uuid event{1, 2};
  EXPECT_EQ(sinew::span_id_of(event, "inventory"), sinew::span_id_of(event, "inventory"));
  EXPECT_NE(sinew::span_id_of(event, "inventory"), sinew::span_id_of(event, "payment"));
  EXPECT_NE(sinew::span_id_of(event, "inventory"), sinew::span_id_of({1, 3}, "inventory"));
}

TEST(sampling, takes_about_the_share_that_was_asked_for) {
  std::uint64_t taken = 0;
  for (std::uint64_t i = 1; i <= 10'000; ++i)
    taken += sinew::is_in_share(sinew::derived_uuid({i, i}, "trace"), 0.01) ? 1 : 0;
  EXPECT_GT(taken, 60U);
  EXPECT_LT(taken, 150U);
  EXPECT_TRUE(sinew::is_in_share({1, ~0ULL}, 1));
  EXPECT_FALSE(sinew::is_in_share({1, 0}, 0));
}

} // namespace
